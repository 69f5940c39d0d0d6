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

    /** Starts the statistics of an x that is normalised part by part. */
    public Sums sums(Tensor x) {
        return new Sums(x.size(0));
    }

    /** Sums of parts of one (N, C, H, W), in double precision across the parts. */
    public final class Sums {
        private final double[] sum;
        private final double[] squares;
        private long elements; // of one group

        private Sums(long batch) {
            this.sum = new double[Math.toIntExact(batch * groups)];
            this.squares = new double[sum.length];
        }

        /** Adds a part (N, C, h, W). */
        public void add(Tensor part) {
            Tensor wide = part.to(DType.F32);
            boolean channelsLast = part.dtype() == DType.BF16; // see Tensor.conv2d
            float[] partSum = byGroup(wide, channelsLast);
            float[] partSquares = byGroup(wide.square(), channelsLast);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += partSum[i];
                squares[i] += partSquares[i];
            }
            elements += part.elements() / sum.length;
        }

        /** Float32 (N, C, h, W) -> sums over (C/groups, h, W) */
        private float[] byGroup(Tensor part, boolean channelsLast) {
            if (!channelsLast) {
                return part.reshape(sum.length, -1).sum(-1, false).toFloats();
            }
            // LibTorch's sum takes as long as a convolution when channels lie last; a product does not.
            Tensor pixels = part.permute(0, 2, 3, 1).reshape(part.size(0), -1, part.size(1));
            return Tensor.ones(DType.F32, 1, pixels.size(1))
                    .matmul(pixels)
                    .reshape(sum.length, -1)
                    .sum(-1, false)
                    .toFloats();
        }

        /** The norm of the whole, to be applied to its parts; in the innermost scope. */
        public Scaling scaling() {
            float[] mean = new float[sum.length];
            float[] deviation = new float[sum.length];
            for (int i = 0; i < sum.length; i++) {
                double m = sum[i] / elements;
                mean[i] = (float) m;
                deviation[i] = (float) Math.sqrt(Math.max(0, squares[i] / elements - m * m) + eps);
            }
            long batch = sum.length / groups;
            long channels = weight.size(0);
            Tensor scale = weight.to(DType.F32)
                    .reshape(1, groups, channels / groups)
                    .div(Tensor.of(deviation, batch, groups, 1)); // (N, groups, C/groups)
            Tensor shift = bias.to(DType.F32)
                    .reshape(1, groups, channels / groups)
                    .sub(scale.mul(Tensor.of(mean, batch, groups, 1)));
            return new Scaling(scale.reshape(-1, channels, 1, 1), shift.reshape(-1, channels, 1, 1));
        }
    }

    /**
     * y = x * scale + shift.
     *
     * @param scale float32 (N, C, 1, 1)
     * @param shift float32 (N, C, 1, 1)
     */
    public record Scaling(Tensor scale, Tensor shift) {
        /** (N, C, h, W) -> the same, computed in float32 and rounded once */
        public Tensor apply(Tensor x) {
            return x.to(DType.F32).mul(scale).add(shift).to(x.dtype());
        }
    }
}
