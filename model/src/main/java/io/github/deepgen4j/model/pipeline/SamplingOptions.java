// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.sampling.Guidance;
import io.github.deepgen4j.model.sampling.SkipLayerGuidance;

/**
 * How a picture is drawn. Defaults: 50 steps, guidance 4, seed 42 (spec/model.md section 8.2).
 *
 * @param posterior how reference latents are taken from the encoder's Gaussian
 */
public record SamplingOptions(
        int steps, Guidance guidance, long seed, Posterior posterior, SkipLayerGuidance skipLayers) {
    public static final SamplingOptions DEFAULT =
            new SamplingOptions(50, new Guidance(4.0), 42, Posterior.SAMPLE, SkipLayerGuidance.OFF);

    /** How reference latents are taken from the encoder's Gaussian (Q8). */
    public enum Posterior {
        /** A draw from a stream of its own of the same seed: the reference samples, too, but unseeded. */
        SAMPLE,
        /** The mean: no randomness. */
        MODE
    }

    public SamplingOptions {
        if (steps < 1 || steps > 1000) {
            throw new IllegalArgumentException("steps expected 1 to 1000, found " + steps);
        }
    }

    public SamplingOptions withSteps(int value) {
        return new SamplingOptions(value, guidance, seed, posterior, skipLayers);
    }

    public SamplingOptions withGuidance(double value) {
        return new SamplingOptions(steps, new Guidance(value), seed, posterior, skipLayers);
    }

    public SamplingOptions withSeed(long value) {
        return new SamplingOptions(steps, guidance, value, posterior, skipLayers);
    }

    public SamplingOptions withPosterior(Posterior value) {
        return new SamplingOptions(steps, guidance, seed, value, skipLayers);
    }

    public SamplingOptions withSkipLayers(SkipLayerGuidance value) {
        return new SamplingOptions(steps, guidance, seed, posterior, value);
    }
}
