// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.layers;

import static io.github.deepgen4j.tensor.Functional.groupNorm;

import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.DType;
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
        return groupNorm(x, groups, weight.to(x.dtype()), bias.to(x.dtype()), eps);
    }

    /** Empty sums of an x (N, C, H, W) that is normalised part by part. */
    public GroupSums sums(Tensor x) {
        return new GroupSums(x.size(0), groups);
    }

    /** The norm of the whole that the sums were taken of, to be applied to its parts; in the innermost scope. */
    public Scaling scaling(GroupSums whole) {
        long channels = weight.size(0);
        Tensor scale = weight.to(DType.F32)
                .reshape(1, groups, channels / groups)
                .div(whole.deviations(eps)); // (N, groups, C/groups)
        Tensor shift = bias.to(DType.F32)
                .reshape(1, groups, channels / groups)
                .sub(scale.mul(whole.means())); // (N, groups, C/groups)
        return new Scaling(scale.reshape(-1, channels, 1, 1), shift.reshape(-1, channels, 1, 1));
    }

    /**
     * y = x * scale + shift.
     *
     * @param scale float32 (N, C, 1, 1)
     * @param shift float32 (N, C, 1, 1)
     */
    public record Scaling(Tensor scale, Tensor shift) {
        /** (N, C, h, W) -> (N, C, h, W), computed in float32 and rounded once */
        public Tensor apply(Tensor x) {
            return x.to(DType.F32).mul(scale).add(shift).to(x.dtype());
        }
    }
}
