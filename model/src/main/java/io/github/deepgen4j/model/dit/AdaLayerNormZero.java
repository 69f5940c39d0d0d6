// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/** The modulations of a block's sub-layers, one linear layer of the condition (adaLN-Zero, Peebles and Xie 2023). */
final class AdaLayerNormZero {
    private final Linear linear;
    private final int chunks;

    /** @param dual true in a block with a second attention, which has a modulation of its own */
    AdaLayerNormZero(Weights weights, int width, boolean dual) {
        this.chunks = dual ? 9 : 6;
        this.linear = new Linear(weights.at("linear"), width, (long) chunks * width);
    }

    /** Modulation of each sub-layer; {@code dual} is null in a block without second attention. */
    record Modulations(Modulation attention, Modulation feedForward, Modulation dual) {}

    /** condition (B, D) after SiLU */
    Modulations forward(Tensor condition) {
        Tensor[] m = linear.forward(condition).unsqueeze(1).chunk(chunks, -1); // (B, 1, D) each
        return new Modulations(
                new Modulation(m[0], m[1], m[2]),
                new Modulation(m[3], m[4], m[5]),
                chunks == 9 ? new Modulation(m[6], m[7], m[8]) : null);
    }
}
