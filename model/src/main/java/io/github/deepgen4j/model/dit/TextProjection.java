// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import static io.github.deepgen4j.tensor.Functional.silu;

import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/**
 * The pooled condition as a vector beside that of the time: linear, SiLU, linear ("text_embedder"; spec/model.md
 * section 6.3).
 */
final class TextProjection {
    private final Linear linear1;
    private final Linear linear2;

    TextProjection(Weights weights, int pooledWidth, int width) {
        this.linear1 = new Linear(weights.at("linear_1"), pooledWidth, width);
        this.linear2 = new Linear(weights.at("linear_2"), width, width);
    }

    /** (B, P) -> (B, D) */
    Tensor forward(Tensor pooled) {
        return linear2.forward(silu(linear1.forward(pooled)));
    }
}
