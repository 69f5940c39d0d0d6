// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.engine;

import io.github.deepgen4j.model.image.Size;
import java.util.BitSet;

/**
 * The pixels of an image that belong to an object.
 *
 * @param size of the image
 * @param pixels numbered row by row
 */
public record Silhouette(Size size, BitSet pixels) {
    /** @throws IllegalArgumentException if a pixel lies outside the image */
    public Silhouette {
        pixels = (BitSet) pixels.clone();
        if (pixels.length() > size.pixels()) {
            throw new IllegalArgumentException("silhouette of %s expected pixels below %d, found %d"
                    .formatted(size, size.pixels(), pixels.length() - 1));
        }
    }

    /** A copy. */
    @Override
    public BitSet pixels() {
        return (BitSet) pixels.clone();
    }

    public boolean has(int x, int y) {
        return pixels.get(y * size.width() + x);
    }
}
