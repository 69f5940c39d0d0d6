// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

import io.github.deepgen4j.tensor.Tensor;

/**
 * Skip-layer guidance on top of classifier-free guidance: in an early part of the run the mixture moves away from what
 * the network predicts without some of its blocks (spec/model.md section 8.4).
 *
 * @param skipped the field under the positive prompts, B rows, computed without the blocks
 */
public record SkipLayerGuided(Guided guided, VelocityField skipped, SkipLayerGuidance settings)
        implements VelocityField {
    @Override
    public Tensor velocity(Tensor latents, Moment at) {
        Guided.Halves halves = guided.halves(latents, at);
        Tensor velocity = guided.mix(halves);
        if (!settings.active(at.step(), at.steps())) {
            return velocity;
        }
        return settings.combine(velocity, halves.positive(), skipped.velocity(latents, at));
    }
}
