// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.drawing;

import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.pipeline.DeepGen;
import java.util.List;

/**
 * An image that was asked for by named options: {@link DrawOptions#drawing}.
 *
 * @param ignored options that have no effect here
 */
public record Drawing(DrawRequest request, PictureFormat format, List<String> ignored) {
    /** True if it is made from other images. */
    public boolean edits() {
        return !request.references().isEmpty();
    }

    /** Draws, waits, and throws as {@link DrawRequest#draw}. */
    public List<DrawnFile> draw(DeepGen deepgen, Observer observer) {
        return request.draw(deepgen, 0, observer, _ -> {}).stream()
                .map(drawn -> new DrawnFile(
                        drawn, format.encode(drawn.image(), drawn.recipe().text()), format.format()))
                .toList();
    }
}
