// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.pipeline.SamplingOptions;
import io.github.deepgen4j.model.sampling.Guidance;
import io.github.deepgen4j.model.sampling.SkipLayerGuidance;
import io.github.deepgen4j.model.vae.PosteriorDraw;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options of sampling an image. */
final class SamplingMixin {
    @Option(names = "--negative", paramLabel = "TEXT", description = "Negative prompt: what to avoid.")
    private Optional<String> negative;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "50",
            description = "Denoising steps, default ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--cfg",
            paramLabel = "X",
            description =
                    "Guidance scale, default: the model's own (4, nano 2); 1 turns guidance off and halves the work.")
    private Optional<Double> guidance;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Seed, default ${DEFAULT-VALUE}; image i uses seed + i.")
    private long seed;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            converter = SizeConverter.class,
            description = "Size of the image in pixels; default: the model's own, or that of the edited image.")
    private Optional<Size> size;

    @Option(
            names = "--skip-layers",
            paramLabel = "N",
            split = ",",
            description = "Skip-layer guidance: blocks that an extra pass skips in the early steps, for example 7,8,9;"
                    + " default none.")
    private Set<Integer> skipLayers = Set.of();

    @Option(
            names = "--noise",
            paramLabel = "FILE",
            description = "A safetensors file that replaces the random draws: noise, vae_epsilon.<sample>.<reference>.")
    private Optional<Path> noise;

    Optional<String> negative() {
        return negative;
    }

    Optional<Size> size() {
        return size;
    }

    boolean hasNoiseFile() {
        return noise.isPresent();
    }

    /** @param posterior how latents of reference images are taken */
    SamplingOptions options(PosteriorDraw posterior) {
        SkipLayerGuidance off = SkipLayerGuidance.OFF;
        return new SamplingOptions(
                steps,
                guidance.map(Guidance::new),
                seed,
                posterior,
                new SkipLayerGuidance(skipLayers, off.scale(), off.start(), off.stop()),
                noise);
    }
}
