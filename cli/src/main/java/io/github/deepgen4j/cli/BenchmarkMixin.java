// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.benchmark.Options;
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
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The benchmark and its data. */
final class BenchmarkMixin {
    /** All benchmarks there are, the usual version first; a new one is added here. */
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

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(
            index = "0",
            arity = "1",
            paramLabel = "BENCHMARK",
            converter = Converter.class,
            description = "Name of a benchmark, or NAME:VERSION: shapeworld, geneval, dpg, unigenbench, wise,"
                    + " corebench, cvtg, gedit, imgedit, rise, uniredit, icons.")
    private List<Benchmark<?, ?>> versions;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description = "Version of the benchmark; for shapeworld held-out (default) or composition.")
    private Optional<String> split;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the benchmark's files as published; shapeworld needs none.")
    private Optional<Path> data;

    @Option(
            names = "--lang",
            paramLabel = "CODE",
            description = "Language of the prompts; default: the one of the published figures.")
    private Optional<String> language;

    /** @throws ParameterException if the benchmark has no such version */
    Benchmark<?, ?> benchmark() {
        if (split.isEmpty()) {
            return versions.getFirst();
        }
        return versions.stream()
                .filter(version -> version.info().version().equals(split.get()))
                .findFirst()
                .orElseThrow(() -> wrong("--split expected one of "
                        + versions.stream()
                                .map(version -> version.info().version())
                                .collect(Collectors.joining(", "))
                        + ", found " + split.get()));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    /** The usual options of the benchmark with what was chosen here. */
    Options options(Optional<Mode> mode) {
        var info = benchmark().info();
        Options usual = Options.usual(info);
        if (language.isPresent() && !info.languages().contains(language.get())) {
            throw wrong("--lang expected one of " + String.join(", ", info.languages()) + ", found " + language.get());
        }
        return usual.withLanguage(language.orElse(usual.language())).withMode(mode.orElse(usual.mode()));
    }

    /** All items of the benchmark. */
    <I extends Item, V> List<I> items(Benchmark<I, V> benchmark, Options options) {
        if (data.isEmpty() && benchmark.info().publishedItems() > 0) {
            throw wrong("--data DIR is needed: the folder of the files of "
                    + benchmark.info().name() + " as published");
        }
        return benchmark.load(data.orElse(Path.of("")), options);
    }

    /** The name of a benchmark that a word of the command line is; empty if it is none. */
    static Optional<String> named(String word) {
        return ALL.stream()
                .map(one -> one.info())
                .filter(info -> word.equals(info.name()) || word.equals(info.word()))
                .map(info -> info.name())
                .findFirst();
    }

    static final class Converter implements ITypeConverter<List<Benchmark<?, ?>>> {
        @Override
        public List<Benchmark<?, ?>> convert(String word) {
            String name = word.contains(":") ? word.substring(0, word.indexOf(':')) : word;
            List<Benchmark<?, ?>> found = ALL.stream()
                    .filter(one -> one.info().name().equals(name))
                    .filter(one -> word.equals(name) || one.info().word().equals(word))
                    .toList();
            if (found.isEmpty()) {
                throw new TypeConversionException("expected one of "
                        + ALL.stream().map(one -> one.info().name()).distinct().collect(Collectors.joining(", "))
                        + ", or NAME:VERSION with a version among "
                        + ALL.stream().map(one -> one.info().word()).collect(Collectors.joining(", ")) + "; found "
                        + word);
            }
            return found;
        }
    }
}
