// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import static io.github.deepgen4j.tensor.Functional.silu;

import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;

/** The vector that modulates every block: time embedding plus pooled condition (spec/model.md section 6.3). */
final class ConditionVector {
    private static final int SINUSOID_WIDTH = 256;

    private final Linear timeIn;
    private final Linear timeOut;
    private final Linear pooledIn;
    private final Linear pooledOut;

    ConditionVector(DitConfig config, Weights weights) {
        int width = config.width();
        this.timeIn = new Linear(weights.at("timestep_embedder.linear_1"), SINUSOID_WIDTH, width);
        this.timeOut = new Linear(weights.at("timestep_embedder.linear_2"), width, width);
        this.pooledIn = new Linear(weights.at("text_embedder.linear_1"), config.pooledWidth(), width);
        this.pooledOut = new Linear(weights.at("text_embedder.linear_2"), width, width);
    }

    /** timesteps float32 (B), 0..1000; pooled (B, P) -> (B, D) */
    Tensor forward(Tensor timesteps, Tensor pooled) {
        Tensor time = timeOut.forward(silu(timeIn.forward(sinusoid(timesteps).to(pooled.dtype()))));
        return time.add(pooledOut.forward(silu(pooledIn.forward(pooled))));
    }

    /** [cos(t f_j), sin(t f_j)] with f_j = 10000^(-j/128), in float32 on the unrounded timestep (Q20). */
    static Tensor sinusoid(Tensor timesteps) {
        int half = SINUSOID_WIDTH / 2;
        Tensor frequencies = Tensor.arange(half)
                .to(DType.F32)
                .mul(-Math.log(10000))
                .div(half)
                .exp();
        Tensor angles = timesteps.unsqueeze(1).mul(frequencies);
        return Tensor.cat(1, angles.cos(), angles.sin());
    }
}
