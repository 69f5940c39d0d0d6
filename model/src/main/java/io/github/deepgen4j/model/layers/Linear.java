// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.layers;

import static io.github.deepgen4j.tensor.Functional.linear;

import io.github.deepgen4j.model.weights.Adapter;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/** y = x W^T + b over the last axis, computed in the type of x. */
public final class Linear {
    private final Tensor weight; // (out, in)
    private final Tensor bias; // (out), or null
    private final Adapter adapter;

    private Linear(Tensor weight, Tensor bias, Adapter adapter) {
        this.weight = weight;
        this.bias = bias;
        this.adapter = adapter;
    }

    public Linear(Weights weights, long in, long out) {
        this(weights.get("weight", out, in), weights.get("bias", out), weights.adapter("weight"));
    }

    public static Linear withoutBias(Weights weights, long in, long out) {
        return new Linear(weights.get("weight", out, in), null, weights.adapter("weight"));
    }

    /** (..., in) -> (..., out) */
    public Tensor forward(Tensor x) {
        return adapter.add(linear(x, weight.to(x.dtype()), bias == null ? null : bias.to(x.dtype())), x);
    }
}
