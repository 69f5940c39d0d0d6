// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.layers;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;

/**
 * Means and deviations of the channel groups of one (N, C, H, W) that is never in memory as a whole: sums of its parts,
 * in double precision across the parts.
 */
public final class GroupSums {
    private final long batch;
    private final int groups;
    private final double[] sum; // of each group of each row
    private final double[] squares;
    private long elements; // of one group

    GroupSums(long batch, int groups) {
        this.batch = batch;
        this.groups = groups;
        this.sum = new double[Math.toIntExact(batch * groups)];
        this.squares = new double[sum.length];
    }

    /** Adds a part (N, C, h, W). */
    public void add(Tensor part) {
        Tensor wide = part.to(DType.F32);
        boolean channelsLast = part.dtype() == DType.BF16; // see Functional.conv2d
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

    /** Float32 (N, groups, 1) */
    Tensor means() {
        float[] means = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            means[i] = (float) (sum[i] / elements);
        }
        return Tensor.of(means, batch, groups, 1);
    }

    /** sqrt(variance + eps), float32 (N, groups, 1) */
    Tensor deviations(double eps) {
        float[] deviations = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            double mean = sum[i] / elements;
            deviations[i] = (float) Math.sqrt(Math.max(0, squares[i] / elements - mean * mean) + eps);
        }
        return Tensor.of(deviations, batch, groups, 1);
    }
}
