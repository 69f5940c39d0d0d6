// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

import io.github.deepgen4j.tensor.Tensor;

/** One step of a sampler along the predicted velocity, from one noise level to the next. */
public sealed interface Step permits Euler, RoundedEuler, SdeDraw, Masked {
    /** Noise as latents, in the type that latents have between steps. */
    Tensor begin(Tensor noise);

    /**
     * The latents at the next noise level.
     *
     * @param latents (B, C, h, w)
     * @param velocity (B, C, h, w), any type
     * @param at the noise level of the latents, and the next one
     */
    Tensor next(Tensor latents, Tensor velocity, Interval at);
}
