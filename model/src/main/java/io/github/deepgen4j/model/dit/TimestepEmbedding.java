// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import static io.github.deepgen4j.tensor.Functional.silu;

import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;

/**
 * The time of each row as a vector: sinusoids, linear, SiLU, linear ("timestep_embedder"; spec/model.md section 6.3).
 */
final class TimestepEmbedding {
    private static final int SINUSOID_WIDTH = 256;

    private final Linear linear1;
    private final Linear linear2;

    TimestepEmbedding(Weights weights, int width) {
        this.linear1 = new Linear(weights.at("linear_1"), SINUSOID_WIDTH, width);
        this.linear2 = new Linear(weights.at("linear_2"), width, width);
    }

    /** timesteps float32 (B), 0..1000 -> (B, D) in the given type */
    Tensor forward(Tensor timesteps, DType type) {
        Tensor time = sinusoid(timesteps).to(type); // (B, 256)
        return linear2.forward(silu(linear1.forward(time)));
    }

    /**
     * [cos(t f_j), sin(t f_j)] with f_j = 10000^(-j/128), in float32 on the unrounded timestep (Q20): (B) -> (B, 256)
     */
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
