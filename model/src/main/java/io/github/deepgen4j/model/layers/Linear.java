// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.layers;

import io.github.deepgen4j.model.weights.Matrix;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/** y = x W^T + b over the last axis, computed in the type of x. */
public final class Linear {
    private final Matrix weight; // (out, in)
    private final Tensor bias; // (out), or null

    private Linear(Matrix weight, Tensor bias) {
        this.weight = weight;
        this.bias = bias;
    }

    public Linear(Weights weights, long in, long out) {
        this(weights.matrix("weight", out, in), weights.get("bias", out));
    }

    public static Linear withoutBias(Weights weights, long in, long out) {
        return new Linear(weights.matrix("weight", out, in), null);
    }

    /** (..., in) -> (..., out) */
    public Tensor forward(Tensor x) {
        return weight.product(x, bias);
    }
}
