// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.SamplingOptions;
import io.github.deepgen4j.model.sampling.Guidance;
import io.github.deepgen4j.model.sampling.SkipLayerGuidance;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options that steer the sampling of an image besides its prompt. */
final class ConditionMixin {
    @Option(names = "--negative", paramLabel = "TEXT", description = "Negative prompt: what to avoid.")
    private Optional<String> negative;

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

    Optional<Path> noise() {
        return noise;
    }

    /** These options with skipped layers and given noise. */
    SamplingOptions options(SamplingOptions plain) {
        SkipLayerGuidance off = SkipLayerGuidance.OFF;
        SamplingOptions options =
                plain.withSkipLayers(new SkipLayerGuidance(skipLayers, off.scale(), off.start(), off.stop()));
        return noise.map(options::withNoiseFrom).orElse(options);
    }

    /** Refuses a negative prompt that could change nothing. */
    static void checkNegative(Optional<String> negative, SamplingOptions sampling, DeepGen deepgen) {
        Guidance guidance = sampling.guidance().orElse(deepgen.config().guidance());
        if (negative.filter(text -> !text.isEmpty()).isPresent() && !guidance.active()) {
            throw new IllegalArgumentException(
                    "negative expected guidance above 1, found " + guidance.scale() + "; see --cfg");
        }
    }
}
