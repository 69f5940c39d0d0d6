// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.qwen;

import static io.github.deepgen4j.tensor.Functional.linear;

import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The vision tower of Qwen2.5-VL (spec/model.md section 4.1): patch rows of images to image tokens of the language
 * model's width. Letters: N patches (of all images), M = merge^2 patches of a merged cell, D width.
 */
public final class VisionTower {
    private final QwenConfig.Vision config;
    private final ConstantPrecision constants;
    private final Tensor patchEmbed; // (D, channels, frames, patch, patch)
    private final List<VisionBlock> blocks = new ArrayList<>();
    private final PatchMerger merger;

    public VisionTower(QwenConfig config, ConstantPrecision constants, Weights weights) {
        this.config = config.vision();
        this.constants = constants;
        int patch = this.config.patch();
        this.patchEmbed = weights.get(
                "patch_embed.proj.weight",
                this.config.hidden(),
                this.config.channels(),
                this.config.temporalPatch(),
                patch,
                patch);
        for (int i = 0; i < this.config.depth(); i++) {
            blocks.add(new VisionBlock(this.config, weights.at("blocks", i)));
        }
        this.merger = new PatchMerger(this.config, weights.at("merger"));
    }

    /**
     * @param rows (N, channels * frames * patch * patch), ordered by merged cell; of several images of one grid one
     *     after the other, which do not see each other
     * @param gridHeight patches from top to bottom, a multiple of merge
     * @param gridWidth patches from left to right, a multiple of merge
     * @return (N / M, language model width), cells row by row, image after image
     */
    public Tensor forward(Tensor rows, int gridHeight, int gridWidth) {
        int images = Math.toIntExact(rows.size(0) / (gridHeight * gridWidth));
        int cellColumns = gridWidth / config.merge();
        WindowOrder one = WindowOrder.of(gridHeight / config.merge(), cellColumns, config.windowCells());
        WindowOrder order = one.repeated(images);
        List<Segments> windows = order.segments(config.mergedPatches());
        List<Segments> whole = List.of(new Segments(0, images, rows.size(0) / images));

        Tensor x = embed(rows, order); // (1, N, D), window after window
        Rotary rotary = Rotary.ofPatches(one, cellColumns, images, config, constants, rows.dtype());
        for (int i = 0; i < blocks.size(); i++) {
            try (var scope = Scope.open()) {
                x = scope.keep(blocks.get(i).forward(x, rotary, config.attendsFully(i) ? whole : windows));
            }
        }
        return select(merger.forward(x), order.inverse());
    }

    /** The patches in the order of the windows; their convolution is a linear layer: (N, values) -> (1, N, D). */
    private Tensor embed(Tensor rows, WindowOrder order) {
        Tensor kernel = patchEmbed.to(rows.dtype()).reshape(config.hidden(), config.patchValues());
        int patches = config.mergedPatches();
        Tensor cells = linear(rows, kernel, null).reshape(-1, patches, config.hidden()); // (N/M, M, D)
        return select(cells, order.cells()).reshape(1, rows.size(0), config.hidden());
    }

    private static Tensor select(Tensor cells, long[] places) {
        return cells.indexSelect(0, Tensor.of(places, places.length));
    }
}
