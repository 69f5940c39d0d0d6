// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.model.generation.SamplerOptions;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.sampling.Guidance;
import io.github.deepgen4j.model.sampling.SdeStep;
import io.github.deepgen4j.model.sampling.SkipLayerGuidance;

/**
 * Settings by which groups of images are drawn.
 *
 * @param images of a group, all of one prompt
 * @param together of them are drawn in one pass
 * @param steps of denoising
 * @param sde the step where noise is added
 * @param guidance scale, 0 for none; mixed for every scale above 0
 * @param size of the images
 */
public record RolloutOptions(int images, int together, int steps, SdeStep sde, double guidance, Size size) {
    /** The part that the denoising loop and the velocity field take. */
    SamplerOptions sampler() {
        return new SamplerOptions(steps, new Guidance(guidance, Guidance.Mixing.ABOVE_ZERO), SkipLayerGuidance.OFF);
    }
}
