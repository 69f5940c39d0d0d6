// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;

/**
 * Euler's step as the reference's bf16 run rounds it, {@code bf(x + bf(bf(dt) v))}, with latents in bf16 between the
 * steps (spec/model.md section 7.4, Q15).
 */
public record RoundedEuler() implements Step {
    @Override
    public Tensor begin(Tensor noise) {
        return noise.to(DType.BF16);
    }

    @Override
    public Tensor next(Tensor latents, Tensor velocity, Interval at) {
        Tensor step = velocity.to(DType.BF16).mul(Tensor.full(at.to() - at.from(), DType.BF16, 1));
        return latents.to(DType.F32).add(step.to(DType.F32)).to(DType.BF16);
    }
}
