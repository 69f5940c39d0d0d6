// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.corebench.CoReBench;
import io.github.deepgen4j.evaluation.benchmark.cvtg.Cvtg;
import io.github.deepgen4j.evaluation.benchmark.dpg.Dpg;
import io.github.deepgen4j.evaluation.benchmark.gedit.Gedit;
import io.github.deepgen4j.evaluation.benchmark.geneval.GenEval;
import io.github.deepgen4j.evaluation.benchmark.icons.Icons;
import io.github.deepgen4j.evaluation.benchmark.imgedit.ImgEdit;
import io.github.deepgen4j.evaluation.benchmark.rise.Rise;
import io.github.deepgen4j.evaluation.benchmark.shapeworld.ShapeWorld;
import io.github.deepgen4j.evaluation.benchmark.unigenbench.UniGenBench;
import io.github.deepgen4j.evaluation.benchmark.uniredit.UniRedit;
import io.github.deepgen4j.evaluation.benchmark.wise.Wise;
import java.util.List;
import java.util.stream.Stream;

/** All benchmarks there are, by the words that commands and configurations know them by. */
public final class Benchmarks {
    /** The usual version of each first; a new one is added here. */
    private static final List<Benchmark<?, ?>> ALL = Stream.<List<? extends Benchmark<?, ?>>>of(
                    ShapeWorld.VERSIONS,
                    GenEval.VERSIONS,
                    Dpg.VERSIONS,
                    UniGenBench.VERSIONS,
                    Wise.VERSIONS,
                    CoReBench.VERSIONS,
                    Cvtg.VERSIONS,
                    Gedit.VERSIONS,
                    ImgEdit.VERSIONS,
                    Rise.VERSIONS,
                    UniRedit.VERSIONS,
                    Icons.VERSIONS)
            .<Benchmark<?, ?>>flatMap(List::stream)
            .toList();

    private Benchmarks() {}

    /** The versions that a word, {@code NAME} or {@code NAME:VERSION}, stands for, the usual one first; or none. */
    public static List<Benchmark<?, ?>> of(String word) {
        return ALL.stream()
                .filter(one ->
                        word.equals(one.info().name()) || word.equals(one.info().word()))
                .toList();
    }

    /** All names. */
    public static List<String> names() {
        return ALL.stream().map(one -> one.info().name()).distinct().toList();
    }

    /** All names with their versions. */
    public static List<String> words() {
        return ALL.stream().map(one -> one.info().word()).toList();
    }
}
