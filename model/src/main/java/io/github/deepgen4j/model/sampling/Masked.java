// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;

/**
 * A step after which the latents outside of a mask are those of a given image at the same noise level,
 * (1 - sigma) x0 + sigma noise with the noise that the run began with; at level 0 they are the image's own. Not part of
 * DeepGen 1.0: RePaint (Lugmayr et al., 2022) without its repetitions, on a straight path.
 *
 * @param mask (1, 1, h, w), F32: 1 where the step's latents count, 0 where the image's do
 * @param image its latents x0 (B, C, h, w)
 * @param noise (B, C, h, w)
 */
public record Masked(Step step, Tensor mask, Tensor image, Tensor noise) implements Step {
    @Override
    public Tensor begin(Tensor start) {
        return step.begin(start);
    }

    @Override
    public Tensor next(Tensor latents, Tensor velocity, Interval at) {
        Tensor free = step.next(latents, velocity, at);
        Tensor kept =
                image.to(DType.F32).mul(1 - at.to()).add(noise.to(DType.F32).mul(at.to()));
        Tensor mixed = free.to(DType.F32).mul(mask).add(kept.mul(mask.mul(-1).add(1))); // exact where it is 0 or 1
        return mixed.to(free.dtype());
    }
}
