// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/**
 * Adaptive LayerNorm parameters: linear(SiLU(condition)) cut into equal parts, each (B, 1, D) (spec/model.md section
 * 6.4).
 */
final class Modulation {
    static final double NORM_EPS = 1e-6;

    private final Linear linear;
    private final int parts;

    Modulation(Weights weights, int width, int parts) {
        this.linear = new Linear(weights, width, (long) parts * width);
        this.parts = parts;
    }

    /** condition (B, D) after SiLU -> {@code parts} tensors (B, 1, D) */
    Tensor[] forward(Tensor activated) {
        return linear.forward(activated).unsqueeze(1).chunk(parts, -1);
    }

    /** Normalised x (B, N, D) times (1 + scale) plus shift. */
    static Tensor modulate(Tensor normalised, Tensor shift, Tensor scale) {
        return normalised.mul(scale.add(1)).add(shift);
    }
}
