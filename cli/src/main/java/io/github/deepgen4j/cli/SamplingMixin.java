// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.pipeline.SamplingOptions;
import io.github.deepgen4j.model.sampling.Guidance;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of sampling an image, whatever it is to show. */
final class SamplingMixin {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Denoising steps, default: the model's own (50, or what it was distilled for).")
    private Optional<Integer> steps;

    @Option(
            names = "--cfg",
            paramLabel = "X",
            description =
                    "Guidance scale, default: the model's own (4, nano 2); 1 turns guidance off and halves the work.")
    private Optional<Double> guidance;

    @Option(
            names = "--seed",
            paramLabel = "N|random",
            defaultValue = "42",
            converter = SeedConverter.class,
            description = "Seed, 0 to 2^64 - 1, or random; default ${DEFAULT-VALUE}; image i uses seed + i.")
    private SeedConverter.Choice seed;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            converter = SizeConverter.class,
            description = "Size of the image in pixels; default: the model's own, or that of the edited image as"
                    + " resized.")
    private Optional<Size> size;

    SeedConverter.Choice seed() {
        return seed;
    }

    Optional<Size> size() {
        return size;
    }

    Optional<Guidance> guidance() {
        return guidance.map(Guidance::new);
    }

    /** Steps, guidance and seed; everything else as by default. */
    SamplingOptions options() {
        guidance.filter(scale -> scale >= 0 && scale < 1)
                .ifPresent(scale -> command.commandLine()
                        .getErr()
                        .println("deepgen: --cfg " + scale + " is as 1: guidance is off up to there"));
        SamplingOptions plain = SamplingOptions.DEFAULT.withSeed(seed.value());
        plain = steps.isPresent() ? plain.withSteps(steps.get()) : plain;
        return guidance.isPresent() ? plain.withGuidance(guidance.get()) : plain;
    }
}
