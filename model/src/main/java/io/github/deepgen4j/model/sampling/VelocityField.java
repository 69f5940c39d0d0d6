// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

import io.github.deepgen4j.tensor.Tensor;

/** The velocity with which latents flow from noise to images: a network under its conditions, or a mixture of such. */
public interface VelocityField {
    /**
     * The velocity at these latents.
     *
     * @param latents (B, C, h, w), in the type of the arithmetic
     * @param at the moment of all of them
     * @return (B, C, h, w)
     */
    Tensor velocity(Tensor latents, Moment at);

    /**
     * A moment of the flow.
     *
     * @param step 0 to steps - 1
     * @param timestep 1000 times the noise level
     */
    record Moment(int step, int steps, float timestep) {}
}
