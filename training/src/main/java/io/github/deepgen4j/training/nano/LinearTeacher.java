// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import io.github.deepgen4j.tensor.Tensor;

/**
 * Principal components of square patches as target latents of an auto-encoder: component k is divided by the root of
 * its deviation (compressed, not whitened), then all by one factor, so that latents have unit variance on average. It
 * splits the auto-encoder into two well-posed regressions and fixes the latents' statistics in advance. Owns two
 * tensors.
 */
final class LinearTeacher implements AutoCloseable {
    private final int patch;
    private final Tensor mean; // (3*p*p)
    private final Tensor projection; // (3*p*p, C)

    private LinearTeacher(int patch, Tensor mean, Tensor projection) {
        this.patch = patch;
        this.mean = mean;
        this.projection = projection;
    }

    /** pixels (N, 3, H, W); patch: pixels per latent cell; channels: components kept. */
    static LinearTeacher fit(Tensor pixels, int patch, int channels) {
        Tensor rows = patches(pixels, patch).reshape(-1, 3L * patch * patch);
        Tensor mean = rows.mean(0, false);
        Tensor centred = rows.sub(mean);
        Tensor[] eigen =
                centred.transpose(0, 1).matmul(centred).div(rows.size(0)).eigh();
        long size = eigen[0].size(0);
        Tensor variances = eigen[0].narrow(0, size - channels, channels).flip(0);
        Tensor vectors = eigen[1].narrow(1, size - channels, channels).flip(1);
        Tensor compressed = variances.sqrt(); // variance of component k after division by the root of its deviation
        Tensor scale = variances.pow(-0.25).div(compressed.mean().sqrt());
        return new LinearTeacher(patch, mean.own(), vectors.mul(scale).own());
    }

    /** (N, 3, H, W) -> (N, C, H/p, W/p) */
    Tensor latents(Tensor pixels) {
        return patches(pixels, patch).sub(mean).matmul(projection).permute(0, 3, 1, 2);
    }

    /** (N, 3, H, W) -> (N, H/p, W/p, 3*p*p) */
    private static Tensor patches(Tensor pixels, int p) {
        long rows = pixels.size(2) / p;
        long columns = pixels.size(3) / p;
        return pixels.reshape(pixels.size(0), 3, rows, p, columns, p)
                .permute(0, 2, 4, 1, 3, 5)
                .reshape(pixels.size(0), rows, columns, 3L * p * p);
    }

    @Override
    public void close() {
        mean.close();
        projection.close();
    }
}
