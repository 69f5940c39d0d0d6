// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Protocol;
import io.github.deepgen4j.evaluation.benchmark.SourceResize;
import io.github.deepgen4j.evaluation.run.Generation;
import io.github.deepgen4j.evaluation.run.RunFolder;
import io.github.deepgen4j.evaluation.run.Shard;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.SamplingOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code deepgen evaluate generate BENCHMARK}: draws what a benchmark asks for. */
@Command(name = "generate", description = "Generates a benchmark's images; resumes a folder that was begun.")
final class EvaluateGenerateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private BenchmarkMixin which;

    @Mixin
    private RunFolderMixin run;

    @Mixin
    private ModelMixin model;

    @Mixin
    private SelectionMixin selection;

    @Mixin
    private SamplingMixin sampling;

    @Mixin
    private SpeedMixin speed;

    @Option(
            names = "--shard",
            paramLabel = "K/N",
            description = "The K-th of N parts, so that several processes draw one run.")
    private Optional<String> shard;

    @Option(
            names = "--compat",
            paramLabel = "RESIZE",
            defaultValue = "squash",
            description = "How images to edit are resized: squash (default; as the original does) or keep-aspect.")
    private String compat;

    @Override
    public Integer call() {
        return generate(which.benchmark());
    }

    private <I extends Item, V> int generate(Benchmark<I, V> benchmark) {
        Options usual = which.options(Optional.empty());
        Options options =
                Usage.checked(spec, () -> usual.withSelection(selection.of(benchmark, which.items(benchmark, usual))));
        Protocol protocol = Usage.checked(spec, () -> protocol(benchmark.protocol()));
        Shard part = Usage.checked(spec, () -> shard.map(Shard::parse).orElse(Shard.WHOLE));
        List<I> items = options.selection().of(which.items(benchmark, options));
        Path folder = run.folder(benchmark.info());
        model.readBy(new CommandFiles(spec)).writesFolder("--out", folder);
        try (var interruption = new Interruption();
                DeepGen deepgen = model.open();
                Bar bar = Bar.open("drawing", (long) part.of(items).size() * protocol.samples(), "images")) {
            Observer observer = new Observer() {
                @Override
                public boolean cancelled() {
                    return interruption.requested();
                }
            };
            new Generation(deepgen, speed.options(SamplingOptions.DEFAULT, deepgen), protocol)
                    .run(benchmark, items, options, RunFolder.own(folder), part, observer, () -> bar.step(1));
        }
        System.out.println(folder);
        return 0;
    }

    /** The benchmark's, with what was chosen on the command line. */
    private Protocol protocol(Protocol usual) {
        SamplingOptions chosen = sampling.options();
        Protocol protocol = usual.withSeed(chosen.seed()).withResize(resize());
        if (chosen.steps().isPresent()) {
            protocol = protocol.withSteps(chosen.steps().getAsInt());
        }
        if (sampling.guidance().isPresent()) {
            protocol = protocol.withGuidance(sampling.guidance().get().scale());
        }
        return sampling.size().map(protocol::withSize).orElse(protocol);
    }

    private SourceResize resize() {
        return Arrays.stream(SourceResize.values())
                .filter(value -> value.word().equals(compat))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--compat expected "
                        + Arrays.stream(SourceResize.values())
                                .map(SourceResize::word)
                                .collect(Collectors.joining(" or "))
                        + ", found " + compat));
    }
}
