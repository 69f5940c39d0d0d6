// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import static io.github.deepgen4j.model.dit.Modulation.NORM_EPS;
import static io.github.deepgen4j.model.dit.Modulation.modulate;
import static io.github.deepgen4j.tensor.Functional.layerNorm;

import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/** A layer norm whose scale and shift are a linear layer of the condition; the checkpoint stores scale before shift. */
final class AdaLayerNormContinuous {
    private final Linear linear;

    AdaLayerNormContinuous(Weights weights, int width) {
        this.linear = new Linear(weights.at("linear"), width, 2L * width);
    }

    /** x (B, N, D), condition (B, D) after SiLU -> (B, N, D) */
    Tensor forward(Tensor x, Tensor condition) {
        Tensor[] scaleThenShift = linear.forward(condition).unsqueeze(1).chunk(2, -1); // (B, 1, D) each
        return modulate(layerNorm(x, NORM_EPS), scaleThenShift[1], scaleThenShift[0]);
    }
}
