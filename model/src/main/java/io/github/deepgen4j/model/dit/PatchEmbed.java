// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import static io.github.deepgen4j.tensor.Functional.linear;

import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/**
 * Latents to tokens and back (spec/model.md section 6.2). Each latent gets the centre crop of the position table that
 * fits its size; nothing tells a reference from the target. Letters: p patch side, C channels, h, w tokens.
 */
final class PatchEmbed {
    private final DitConfig config;
    private final Tensor positions; // (1, grid * grid, D)
    private final Tensor weight; // (D, C, p, p)
    private final Tensor bias; // (D)

    PatchEmbed(DitConfig config, Weights weights) {
        this.config = config;
        int patch = config.patch();
        long grid = config.positionGrid();
        this.positions = weights.get("pos_embed", 1, grid * grid, config.width());
        this.weight = weights.get("proj.weight", config.width(), config.inChannels(), patch, patch);
        this.bias = weights.get("proj.bias", config.width());
    }

    /** Number of tokens of a latent (..., H, W). */
    long tokens(Tensor latent) {
        return (latent.size(-2) / config.patch()) * (latent.size(-1) / config.patch());
    }

    /** (B, C, H, W) -> (B, h*w, D) */
    Tensor forward(Tensor latents) {
        Tensor patches = patchify(latents); // (B, h*w, C*p*p)
        Tensor kernel = weight.to(latents.dtype()).reshape(config.width(), -1);
        Tensor tokens = linear(patches, kernel, bias.to(latents.dtype()));
        return tokens.add(centreCrop(latents.size(2) / config.patch(), latents.size(3) / config.patch())
                .to(latents.dtype()));
    }

    /** (B, C, H, W) -> (B, h*w, C*p*p): the stride-p convolution is a linear layer on these. */
    private Tensor patchify(Tensor latents) {
        int p = config.patch();
        long rows = latents.size(2) / p;
        long columns = latents.size(3) / p;
        return latents.reshape(latents.size(0), latents.size(1), rows, p, columns, p)
                .permute(0, 2, 4, 1, 3, 5)
                .reshape(latents.size(0), rows * columns, -1);
    }

    /** (B, h*w, p*p*C) -> (B, C, H, W): the head writes the channel last, unlike {@link #patchify}. */
    Tensor unpatchify(Tensor patches, long rows, long columns) {
        int p = config.patch();
        return patches.reshape(patches.size(0), rows, columns, p, p, config.outChannels())
                .permute(0, 5, 1, 3, 2, 4)
                .reshape(patches.size(0), config.outChannels(), rows * p, columns * p);
    }

    /** (1, h*w, D) */
    private Tensor centreCrop(long rows, long columns) {
        int grid = config.positionGrid();
        long top = (grid - rows) / 2;
        long left = (grid - columns) / 2;
        return positions
                .reshape(grid, grid, -1)
                .narrow(0, top, rows)
                .narrow(1, left, columns)
                .reshape(1, rows * columns, config.width());
    }
}
