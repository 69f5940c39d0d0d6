// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.generation;

import io.github.deepgen4j.model.sampling.Guidance;
import io.github.deepgen4j.model.sampling.Schedule;
import io.github.deepgen4j.model.sampling.SchedulerConfig;
import io.github.deepgen4j.model.sampling.Shortcuts;
import io.github.deepgen4j.model.sampling.SkipLayerGuidance;

/** The way from noise to an image: how many steps, and along which mixture of predictions. */
public record SamplerOptions(int steps, Guidance guidance, SkipLayerGuidance skipLayers, Shortcuts shortcuts) {
    /** Without shortcuts. */
    public SamplerOptions(int steps, Guidance guidance, SkipLayerGuidance skipLayers) {
        this(steps, guidance, skipLayers, Shortcuts.NONE);
    }

    /** The noise levels of these steps for images of a number of tokens. */
    public Schedule schedule(SchedulerConfig config, long tokens) {
        return Schedule.of(config, steps, tokens);
    }

    /** Steps with classifier-free guidance alone. */
    public static SamplerOptions of(int steps, double guidance) {
        return new SamplerOptions(steps, new Guidance(guidance), SkipLayerGuidance.OFF);
    }
}
