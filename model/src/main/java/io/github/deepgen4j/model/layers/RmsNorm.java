// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.layers;

import static io.github.deepgen4j.tensor.Functional.rmsNorm;

import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Functional;
import io.github.deepgen4j.tensor.Tensor;

/** RMSNorm over the last axis with a weight; see {@link Functional#rmsNorm} for its rounding. */
public final class RmsNorm {
    private final Tensor weight; // (D)
    private final double eps;

    public RmsNorm(Weights weights, long width, double eps) {
        this.weight = weights.get("weight", width);
        this.eps = eps;
    }

    /** (..., D) -> (..., D) */
    public Tensor forward(Tensor x) {
        return rmsNorm(x, weight.to(x.dtype()), eps);
    }
}
