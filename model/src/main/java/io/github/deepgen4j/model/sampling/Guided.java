// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

import io.github.deepgen4j.tensor.Tensor;

/**
 * Classifier-free guidance: the field under negative and positive prompts at the same latents, mixed.
 *
 * @param rows evaluates 2B rows, those of the negative prompts first
 */
public record Guided(VelocityField rows, Guidance guidance) implements VelocityField {
    /** The velocities (B, C, h, w) under the negative and the positive prompts. */
    record Halves(Tensor negative, Tensor positive) {}

    @Override
    public Tensor velocity(Tensor latents, Moment at) {
        return mix(halves(latents, at));
    }

    Halves halves(Tensor latents, Moment at) {
        Tensor[] halves = rows.velocity(Tensor.cat(0, latents, latents), at).chunk(2, 0);
        return new Halves(halves[0], halves[1]);
    }

    Tensor mix(Halves halves) {
        return guidance.combine(halves.negative(), halves.positive());
    }
}
