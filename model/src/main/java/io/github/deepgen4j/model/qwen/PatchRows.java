// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.qwen;

import static io.github.deepgen4j.tensor.Functional.interpolateBilinear;

import io.github.deepgen4j.model.image.ImageException;
import io.github.deepgen4j.model.text.MergedGrid;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;

/**
 * An image as the vision tower takes it (spec/model.md section 3.3): shrunk to 28/32, normalised with CLIP's constants
 * and cut into patches.
 *
 * @param rows (gridHeight * gridWidth, channels * frames * patch * patch), ordered by merged cell, inside a cell row by
 *     row
 * @param gridHeight patches from top to bottom
 * @param gridWidth patches from left to right
 */
public record PatchRows(Tensor rows, int gridHeight, int gridWidth) {
    private static final double SHRINK = 28.0 / 32;
    private static final float[] CLIP_MEAN = {0.48145466f, 0.4578275f, 0.40821073f};
    private static final float[] CLIP_DEVIATION = {0.26862954f, 0.26130258f, 0.27577711f};

    /**
     * The rows of an image; they belong to the innermost scope.
     *
     * @param pixels (3, H, W) in -1..1
     * @param compute F32, or BF16 to round after every step as the reference's bf16 run does
     * @throws ImageException if a side times 28/32 is not a multiple of the merged patches' side
     */
    public static PatchRows of(Tensor pixels, QwenConfig.Vision config, ConstantPrecision constants, DType compute) {
        MergedGrid grid = mergedGrid(pixels.size(1), pixels.size(2), config);
        int cell = config.patch() * config.merge();
        long height = (long) grid.rows() * cell;
        long width = (long) grid.columns() * cell;
        Tensor exact = pixels.to(compute).to(DType.F32).unsqueeze(0);
        Tensor small =
                interpolateBilinear(exact, height, width, SHRINK).squeeze(0).to(compute);
        Tensor normal = normalise(small, constants).to(compute);
        return new PatchRows(patchify(normal, config), (int) height / config.patch(), (int) width / config.patch());
    }

    /**
     * The image tokens that an image becomes, merged cells in rows and columns.
     *
     * @throws ImageException if a side times 28/32 is not a multiple of the merged patches' side
     */
    public static MergedGrid mergedGrid(long imageHeight, long imageWidth, QwenConfig.Vision config) {
        long height = (long) (imageHeight * SHRINK);
        long width = (long) (imageWidth * SHRINK);
        int cell = config.patch() * config.merge();
        if (height < cell || height % cell != 0 || width < cell || width % cell != 0) {
            throw new ImageException("image %dx%d becomes %dx%d for the vision tower, expected multiples of %d"
                    .formatted(imageWidth, imageHeight, width, height, cell));
        }
        return new MergedGrid((int) height / cell, (int) width / cell);
    }

    /** Constants in bf16 keep a bf16 image in bf16, so that each step rounds; float32 ones widen it. */
    private static Tensor normalise(Tensor pixels, ConstantPrecision constants) {
        DType type = constants == ConstantPrecision.BF16 ? pixels.dtype() : DType.F32;
        Tensor mean = constants.round(Tensor.of(CLIP_MEAN, 3, 1, 1)).to(type);
        Tensor deviation = constants.round(Tensor.of(CLIP_DEVIATION, 3, 1, 1)).to(type);
        return pixels.add(1).div(2).sub(mean).div(deviation);
    }

    /** (C, H, W) -> (N, C * frames * patch * patch), the only frame repeated. */
    private static Tensor patchify(Tensor pixels, QwenConfig.Vision config) {
        int patch = config.patch();
        int merge = config.merge();
        long channels = pixels.size(0);
        long cellRows = pixels.size(1) / (patch * merge);
        long cellColumns = pixels.size(2) / (patch * merge);
        return pixels.reshape(channels, cellRows, merge, patch, cellColumns, merge, patch)
                .permute(1, 4, 2, 5, 0, 3, 6) // (cell row, cell column, row in cell, column in cell, C, patch, patch)
                .unsqueeze(5)
                .expand(-1, -1, -1, -1, -1, config.temporalPatch(), -1, -1)
                .reshape(cellRows * cellColumns * merge * merge, config.patchValues());
    }
}
