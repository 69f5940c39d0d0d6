// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import static io.github.deepgen4j.tensor.Functional.linear;

import io.github.deepgen4j.model.dit.ImageTokens.Grid;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Latents to tokens and back (spec/model.md section 6.2). Each latent gets the centre crop of the position table that
 * fits its size. Letters: B latents, C channels, H, W latent cells, p patch side, h, w tokens, D width.
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

    /** Tokens of a latent (..., H, W). */
    Grid grid(Tensor latent) {
        return new Grid(latent.size(-2) / config.patch(), latent.size(-1) / config.patch());
    }

    /** Targets of one size (B, C, H, W), embedded together, and the references behind them. */
    ImageTokens pack(Tensor latents, ReferenceTokens references) {
        List<Grid> grids = Collections.nCopies(Math.toIntExact(latents.size(0)), grid(latents));
        return ImageTokens.pack(rows(forward(latents)), grids, references);
    }

    /** Targets (C, H, W) of any sizes, embedded one by one, and the references behind them. */
    ImageTokens pack(List<Tensor> latents, ReferenceTokens references) {
        return ImageTokens.pack(
                latents.stream().map(this::embed).toList(),
                latents.stream().map(this::grid).toList(),
                references);
    }

    /** Latents (C, H, W) -> tokens (h*w, D) of each; together when they have one size. */
    List<Tensor> embedAll(List<Tensor> latents) {
        long sizes = latents.stream()
                .map(Tensor::shape)
                .map(Arrays::toString)
                .distinct()
                .count();
        return sizes == 1
                ? rows(forward(Tensor.stack(0, latents)))
                : latents.stream().map(this::embed).toList();
    }

    /** (C, H, W) -> (h*w, D) */
    private Tensor embed(Tensor latent) {
        return forward(latent.unsqueeze(0)).squeeze(0);
    }

    private static List<Tensor> rows(Tensor batch) {
        return Arrays.stream(batch.chunk(Math.toIntExact(batch.size(0)), 0))
                .map(row -> row.squeeze(0))
                .toList();
    }

    /** (B, C, H, W) -> (B, h*w, D) */
    private Tensor forward(Tensor latents) {
        Tensor patches = patchify(latents); // (B, h*w, C*p*p)
        Tensor kernel = weight.to(latents.dtype()).reshape(config.width(), -1);
        Tensor tokens = linear(patches, kernel, bias.to(latents.dtype())); // (B, h*w, D)
        return tokens.add(centreCrop(grid(latents)).to(latents.dtype()));
    }

    /** (B, C, H, W) -> (B, h*w, C*p*p): the stride-p convolution is a linear layer on these. */
    private Tensor patchify(Tensor latents) {
        int p = config.patch();
        Grid grid = grid(latents);
        return latents.reshape(latents.size(0), latents.size(1), grid.rows(), p, grid.columns(), p)
                .permute(0, 2, 4, 1, 3, 5)
                .reshape(latents.size(0), grid.tokens(), -1);
    }

    /** (1, h*w, D) */
    private Tensor centreCrop(Grid grid) {
        int side = config.positionGrid();
        return positions
                .reshape(side, side, -1)
                .narrow(0, (side - grid.rows()) / 2, grid.rows())
                .narrow(1, (side - grid.columns()) / 2, grid.columns())
                .reshape(1, grid.tokens(), config.width());
    }

    /**
     * Patches (1, h*w, p*p*C) of each target -> (C, H, W): the channel is last in a patch, unlike {@link #patchify}.
     */
    List<Tensor> unpatchify(List<Tensor> patches, List<Grid> grids) {
        List<Tensor> latents = new ArrayList<>();
        for (int i = 0; i < grids.size(); i++) {
            latents.add(unpatchify(patches.get(i), grids.get(i)));
        }
        return latents;
    }

    private Tensor unpatchify(Tensor patches, Grid grid) {
        int p = config.patch();
        return patches.reshape(1, grid.rows(), grid.columns(), p, p, config.outChannels())
                .permute(0, 5, 1, 3, 2, 4)
                .reshape(1, config.outChannels(), grid.rows() * p, grid.columns() * p)
                .squeeze(0);
    }
}
