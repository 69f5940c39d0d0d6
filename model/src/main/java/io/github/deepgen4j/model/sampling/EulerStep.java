// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;

/** One step along the predicted velocity (spec/model.md section 7.4). */
public enum EulerStep {
    /** Latents stay in float32 between the steps (default, Q15). */
    F32 {
        @Override
        public Tensor apply(Tensor latents, Tensor velocity, float delta) {
            return latents.add(velocity.to(DType.F32).mul(delta));
        }
    },
    /** As the bf16 reference rounds: {@code bf(x + bf(bf(dt) v))}, latents in bf16 between the steps. */
    BF16 {
        @Override
        public Tensor apply(Tensor latents, Tensor velocity, float delta) {
            Tensor step = velocity.to(DType.BF16).mul(Tensor.full(delta, DType.BF16, 1));
            return latents.to(DType.F32).add(step.to(DType.F32)).to(DType.BF16);
        }
    };

    /** latents and velocity (B, C, h, w) -> the latents at the next noise level */
    public abstract Tensor apply(Tensor latents, Tensor velocity, float delta);
}
