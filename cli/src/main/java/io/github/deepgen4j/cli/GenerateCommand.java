// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.vae.PosteriorDraw;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deepgen generate PROMPT}: text to image. */
@Command(name = "generate", description = "Generates an image from a text prompt.")
final class GenerateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PROMPT", description = "Text that describes the image.")
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
                        sampling.options(PosteriorDraw.SAMPLE)));
        try (var interruption = new Interruption();
                DeepGen deepgen = model.open();
                var watch = output.watch(interruption, request.sampling().steps())) {
            deepgen.generate(request, output.count(), watch.observer(), watch::finished);
            watch.write();
        }
        return 0;
    }
}
