// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.qwen.PatchRows;
import io.github.deepgen4j.model.text.MergedGrid;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.parts.ModelParts;
import java.util.List;

/** What the language model sees of a reference image. The vision tower is frozen in every stage. */
public final class ReferenceReader {
    private final ModelParts model;

    public ReferenceReader(ModelParts model) {
        this.model = model;
    }

    /** @param tokens vision features (images * cells of the grid, vlm width), in the innermost scope */
    public record Seen(MergedGrid grid, Tensor tokens) {}

    public Seen read(Image reference) {
        return readTogether(List.of(reference));
    }

    /** Reads images of one size. */
    public Seen readTogether(List<Image> references) {
        try (var _ = Autograd.disabled()) {
            List<PatchRows> rows = references.stream().map(this::rows).toList();
            PatchRows first = rows.getFirst();
            Tensor all = Tensor.cat(0, rows.stream().map(PatchRows::rows).toList());
            return new Seen(grid(first), model.vision().forward(all, first.gridHeight(), first.gridWidth()));
        }
    }

    /** The grid alone. */
    public MergedGrid grid(Image reference) {
        try (var _ = Scope.open()) {
            return grid(rows(reference));
        }
    }

    private PatchRows rows(Image reference) {
        return PatchRows.of(Pixels.toTensor(reference), model.qwen().vision(), model.buffers(), model.compute());
    }

    private MergedGrid grid(PatchRows rows) {
        int merge = model.qwen().vision().merge();
        return new MergedGrid(rows.gridHeight() / merge, rows.gridWidth() / merge);
    }
}
