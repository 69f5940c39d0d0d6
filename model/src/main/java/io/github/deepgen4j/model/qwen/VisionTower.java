// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.qwen;

import static io.github.deepgen4j.tensor.Functional.gelu;
import static io.github.deepgen4j.tensor.Functional.linear;

import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.layers.RmsNorm;
import io.github.deepgen4j.model.qwen.VisionBlock.Segments;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
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
    private final RmsNorm mergerNorm;
    private final Linear mergerIn;
    private final Linear mergerOut;

    public VisionTower(QwenConfig config, ConstantPrecision constants, Weights weights) {
        this.config = config.vision();
        this.constants = constants;
        int width = this.config.hidden();
        int patch = this.config.patch();
        int cell = width * mergedPatches();
        this.patchEmbed = weights.get(
                "patch_embed.proj.weight", width, this.config.channels(), this.config.temporalPatch(), patch, patch);
        for (int i = 0; i < this.config.depth(); i++) {
            blocks.add(new VisionBlock(this.config, weights.at("blocks", i)));
        }
        this.mergerNorm = new RmsNorm(weights.at("merger.ln_q"), width, 1e-6);
        this.mergerIn = new Linear(weights.at("merger.mlp.0"), cell, cell);
        this.mergerOut = new Linear(weights.at("merger.mlp.2"), cell, this.config.outHidden());
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
        WindowOrder one = WindowOrder.of(gridHeight / config.merge(), gridWidth / config.merge(), config.windowCells());
        WindowOrder order = one.repeated(images);
        Tensor cells = Tensor.of(order.cells(), order.cells().length);
        Tensor kernel = patchEmbed.to(rows.dtype()).reshape(config.hidden(), config.patchValues());
        Tensor x = byCell(linear(rows, kernel, null)).indexSelect(0, cells); // (N/M, M, D)
        x = x.reshape(1, rows.size(0), config.hidden());
        Rotary rotary = rotary(gridHeight, gridWidth, one, images, rows.dtype());
        List<Segments> windows = order.segments(mergedPatches());
        List<Segments> whole = List.of(new Segments(0, images, rows.size(0) / images));
        for (int i = 0; i < blocks.size(); i++) {
            try (var scope = Scope.open()) {
                x = scope.keep(blocks.get(i).forward(x, rotary, config.attendsFully(i) ? whole : windows));
            }
        }
        Tensor merged = mergerNorm.forward(x).reshape(-1, (long) mergedPatches() * config.hidden());
        return merge(merged).indexSelect(0, Tensor.of(order.inverse(), order.inverse().length));
    }

    /** The patches of a merged cell, side by side (N/M, M * D) -> one token of the language model's width. */
    Tensor merge(Tensor cells) {
        return mergerOut.forward(gelu(mergerIn.forward(cells)));
    }

    private int mergedPatches() {
        return config.merge() * config.merge();
    }

    /** (N, ...) -> (N/M, M, ...) */
    private Tensor byCell(Tensor x) {
        return x.reshape(x.size(0) / mergedPatches(), mergedPatches(), x.size(1));
    }

    /** The first half of the angles turns with the patch's row, the second with its column. */
    private Rotary rotary(int gridHeight, int gridWidth, WindowOrder order, int images, DType type) {
        int merge = config.merge();
        float[] rows = new float[gridHeight * gridWidth];
        float[] columns = new float[rows.length];
        int n = 0;
        for (int cellRow = 0; cellRow < gridHeight; cellRow += merge) {
            for (int cellColumn = 0; cellColumn < gridWidth; cellColumn += merge) {
                for (int inside = 0; inside < merge * merge; inside++, n++) {
                    rows[n] = cellRow + inside / merge;
                    columns[n] = cellColumn + inside % merge;
                }
            }
        }
        // A tower cast to bf16 as a whole also multiplies and takes cosines in bf16 (spec/model.md section 4.3).
        DType table = constants == ConstantPrecision.BF16 && type == DType.BF16 ? DType.BF16 : DType.F32;
        Tensor frequencies =
                constants.inverseFrequencies(10000, config.headDim() / 2).to(table);
        Tensor angles = Tensor.cat(
                -1,
                Tensor.of(rows, n, 1).to(table).mul(frequencies),
                Tensor.of(columns, n, 1).to(table).mul(frequencies));
        angles = byCell(angles)
                .indexSelect(0, Tensor.of(order.cells(), order.cells().length))
                .reshape(n, config.headDim() / 2);
        Rotary rotary = Rotary.of(Tensor.cat(0, Collections.nCopies(images, angles)), table);
        return new Rotary(rotary.cos().to(DType.F32), rotary.sin().to(DType.F32));
    }
}
