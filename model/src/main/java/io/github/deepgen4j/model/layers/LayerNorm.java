// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.layers;

import static io.github.deepgen4j.tensor.Functional.layerNorm;

import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/** LayerNorm over the last axis with weight and bias. */
public final class LayerNorm {
    private final Tensor weight; // (D)
    private final Tensor bias; // (D)
    private final double eps;

    public LayerNorm(Weights weights, long width, double eps) {
        this.weight = weights.get("weight", width);
        this.bias = weights.get("bias", width);
        this.eps = eps;
    }

    /** (..., D) -> (..., D) */
    public Tensor forward(Tensor x) {
        return layerNorm(x, weight.to(x.dtype()), bias.to(x.dtype()), eps);
    }
}
