// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.generation;

import io.github.deepgen4j.model.sampling.Guidance;
import io.github.deepgen4j.model.sampling.SkipLayerGuidance;

/** The way from noise to an image: how many steps, and along which mixture of predictions. */
public record SamplerOptions(int steps, Guidance guidance, SkipLayerGuidance skipLayers) {
    /** Steps with classifier-free guidance alone. */
    public static SamplerOptions of(int steps, double guidance) {
        return new SamplerOptions(steps, new Guidance(guidance), SkipLayerGuidance.OFF);
    }
}
