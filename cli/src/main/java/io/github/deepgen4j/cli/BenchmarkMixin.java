// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.shapeworld.ShapeWorld;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The benchmark and the folder of its images. */
final class BenchmarkMixin {
    /** All benchmarks there are; a new one is added here. */
    private static final List<Benchmark> ALL = List.of(new ShapeWorld());

    @Parameters(
            paramLabel = "BENCHMARK",
            converter = Converter.class,
            description = "Name of the benchmark: shapeworld.")
    private Benchmark benchmark;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Folder of images, scores and report; default: runs/evaluate-BENCHMARK.")
    private Optional<Path> out;

    Benchmark benchmark() {
        return benchmark;
    }

    Path folder() {
        return out.orElseGet(() -> Path.of("runs", "evaluate-" + benchmark.name()));
    }

    static final class Converter implements ITypeConverter<Benchmark> {
        @Override
        public Benchmark convert(String word) {
            return ALL.stream()
                    .filter(benchmark -> benchmark.name().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected one of "
                            + ALL.stream().map(Benchmark::name).collect(Collectors.joining(", ")) + ", found " + word));
        }
    }
}
