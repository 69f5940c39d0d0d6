// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.layers;

import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/** GroupNorm over channels of (N, C, H, W) with weight and bias. */
public final class GroupNorm {
    private final Tensor weight; // (C)
    private final Tensor bias; // (C)
    private final int groups;
    private final double eps;

    public GroupNorm(Weights weights, long channels, int groups, double eps) {
        this.weight = weights.get("weight", channels);
        this.bias = weights.get("bias", channels);
        this.groups = groups;
        this.eps = eps;
    }

    /** (N, C, H, W) -> (N, C, H, W) */
    public Tensor forward(Tensor x) {
        return x.groupNorm(groups, weight.to(x.dtype()), bias.to(x.dtype()), eps);
    }
}
