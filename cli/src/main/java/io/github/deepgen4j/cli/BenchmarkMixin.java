// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.run.Benchmarks;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The benchmark and its data. */
final class BenchmarkMixin {
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
        return Benchmarks.of(word).stream().map(one -> one.info().name()).findFirst();
    }

    static final class Converter implements ITypeConverter<List<Benchmark<?, ?>>> {
        @Override
        public List<Benchmark<?, ?>> convert(String word) {
            List<Benchmark<?, ?>> found = Benchmarks.of(word);
            if (found.isEmpty()) {
                throw new TypeConversionException("expected one of " + String.join(", ", Benchmarks.names())
                        + ", or NAME:VERSION with a version among " + String.join(", ", Benchmarks.words())
                        + "; found " + word);
            }
            return found;
        }
    }
}
