// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.benchmark.Drawing;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.SamplingOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code deepgen evaluate generate BENCHMARK}: draws what a benchmark asks for. */
@Command(name = "generate", description = "Generates a benchmark's images; resumes a folder that was begun.")
final class EvaluateGenerateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private BenchmarkMixin which;

    @Mixin
    private ModelMixin model;

    @Mixin
    private SelectionMixin selection;

    @Mixin
    private SamplingMixin sampling;

    @Override
    public Integer call() {
        Selection chosen = Usage.checked(spec, () -> selection.of(which.benchmark()));
        SamplingOptions options = Usage.checked(spec, sampling::options);
        model.readBy(new CommandFiles(spec)).writesFolder("--out", which.folder());
        try (var interruption = new Interruption();
                DeepGen deepgen = model.open();
                Bar bar = Bar.open("drawing", total(chosen), "images")) {
            Observer observer = new Observer() {
                @Override
                public boolean cancelled() {
                    return interruption.requested();
                }
            };
            new Drawing(deepgen, options, sampling.size())
                    .run(which.benchmark(), chosen, which.folder(), observer, () -> bar.step(1));
        }
        System.out.println(which.folder());
        return 0;
    }

    private static long total(Selection selection) {
        return (long) selection.groups().size() * selection.perGroup();
    }
}
