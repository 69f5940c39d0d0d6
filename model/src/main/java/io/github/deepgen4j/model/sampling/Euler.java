// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;

/** Euler's step of the probability-flow ODE, x + dt v, with latents in float32 between the steps (Q15). */
public record Euler() implements Step {
    @Override
    public Tensor begin(Tensor noise) {
        return noise.to(DType.F32);
    }

    @Override
    public Tensor next(Tensor latents, Tensor velocity, Interval at) {
        return latents.add(velocity.to(DType.F32).mul(at.to() - at.from()));
    }
}
