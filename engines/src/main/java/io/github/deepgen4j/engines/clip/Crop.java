// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.clip;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Size;

/** Parts of images. */
final class Crop {
    private Crop() {}

    /** A part that lies inside. */
    static Image of(Image image, int left, int top, Size size) {
        byte[] source = image.rgb();
        byte[] rgb = new byte[3 * size.width() * size.height()];
        for (int y = 0; y < size.height(); y++) {
            int row = 3 * ((y + top) * image.width() + left);
            System.arraycopy(source, row, rgb, 3 * y * size.width(), 3 * size.width());
        }
        return Image.of(size.width(), size.height(), rgb);
    }
}
