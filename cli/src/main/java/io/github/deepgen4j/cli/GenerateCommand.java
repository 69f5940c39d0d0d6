// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.Progress;
import io.github.deepgen4j.model.pipeline.SamplingOptions.ReferenceDraw;
import io.github.deepgen4j.model.pipeline.Trace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deepgen generate PROMPT}: text to image. */
@Command(name = "generate", description = "Makes an image from words.")
final class GenerateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PROMPT", description = "What the image shows.")
    private String prompt;

    @Mixin
    private OutputMixin output;

    @Mixin
    private SamplingMixin sampling;

    @Mixin
    private ModelMixin model;

    @Override
    public Integer call() {
        output.check(sampling.hasNoiseFile());
        GenerateRequest request = Usage.checked(
                spec,
                () -> new GenerateRequest(
                        prompt,
                        sampling.negative().orElse(""),
                        sampling.size(),
                        sampling.options(ReferenceDraw.SAMPLE)));
        try (var interruption = new Interruption();
                DeepGen deepgen = model.open();
                Trace trace = output.trace()) {
            Progress progress = output.progress(
                    interruption, request.sampling().steps(), number -> deepgen.recipe(request, number));
            deepgen.generate(request, output.count(), progress, trace);
            output.write(trace);
        }
        return 0;
    }
}
