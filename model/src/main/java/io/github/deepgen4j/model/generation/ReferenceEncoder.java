// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.generation;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.qwen.PatchRows;
import io.github.deepgen4j.model.text.MergedGrid;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.List;

/**
 * Reference images as the language model sees them. The vision tower is frozen in every stage of a model that draws:
 * nothing here has a graph.
 */
public final class ReferenceEncoder {
    private final Networks networks;

    /** @param networks not owned */
    public ReferenceEncoder(Networks networks) {
        this.networks = networks;
    }

    /**
     * The image tokens that an image of this size becomes.
     *
     * @throws io.github.deepgen4j.model.image.ImageException if no such image can be read, saying which sizes can
     */
    public MergedGrid grid(Size size) {
        return PatchRows.mergedGrid(
                size.height(), size.width(), networks.config().vlm().vision());
    }

    /**
     * Vision features (n, language model's width) of one image, in the innermost scope.
     *
     * @param place {@code .sample.reference}, with which the keys of what is observed end
     */
    public Tensor features(Image image, String place, Observer observer) {
        observer.check();
        observer.record("ref_u8" + place, () -> Pixels.bytes(image));
        try (var scope = Scope.open();
                var _ = Autograd.disabled()) {
            PatchRows rows = rows(image);
            observer.record("vlm_rows" + place, rows.rows());
            observer.record(
                    "grid_thw" + place, () -> Tensor.of(new long[] {1, rows.gridHeight(), rows.gridWidth()}, 3));
            Tensor features = networks.vision().forward(rows.rows(), rows.gridHeight(), rows.gridWidth());
            observer.record("vision" + place, features);
            return scope.keep(features);
        }
    }

    /** Vision features (images * n, language model's width) of images of one size, computed together. */
    public Tensor featuresTogether(List<Image> images) {
        try (var scope = Scope.open();
                var _ = Autograd.disabled()) {
            List<PatchRows> rows = images.stream().map(this::rows).toList();
            PatchRows first = rows.getFirst();
            Tensor all = Tensor.cat(0, rows.stream().map(PatchRows::rows).toList());
            return scope.keep(networks.vision().forward(all, first.gridHeight(), first.gridWidth()));
        }
    }

    private PatchRows rows(Image image) {
        return PatchRows.of(
                Pixels.toTensor(image), networks.config().vlm().vision(), networks.constants(), networks.compute());
    }
}
