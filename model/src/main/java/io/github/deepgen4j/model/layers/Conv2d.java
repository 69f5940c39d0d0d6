// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.layers;

import static io.github.deepgen4j.tensor.Functional.conv2d;

import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/** 2-D convolution with bias and zero padding. */
public final class Conv2d {
    private final Tensor weight; // (out, in, k, k)
    private final Tensor bias; // (out)
    private final int stride;
    private final int padding;

    public Conv2d(Weights weights, long in, long out, int kernel, int stride, int padding) {
        this.weight = weights.get("weight", out, in, kernel, kernel);
        this.bias = weights.get("bias", out);
        this.stride = stride;
        this.padding = padding;
    }

    /** The usual 3x3 convolution that keeps the size. */
    public static Conv2d same3x3(Weights weights, long in, long out) {
        return new Conv2d(weights, in, out, 3, 1, 1);
    }

    /** (N, in, H, W) -> (N, out, H', W') */
    public Tensor forward(Tensor x) {
        return conv2d(x, weight.to(x.dtype()), bias.to(x.dtype()), stride, padding);
    }
}
