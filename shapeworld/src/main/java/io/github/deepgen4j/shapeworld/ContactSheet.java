// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld;

import io.github.deepgen4j.model.image.Image;
import java.util.Arrays;
import java.util.List;

/** Many images of one size on one sheet, row by row, with a white line between them. */
public final class ContactSheet {
    private static final int GAP = 2;

    private ContactSheet() {}

    /** @throws IllegalArgumentException if there is no image or the sizes differ */
    public static Image of(List<Image> images, int columns) {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("a contact sheet needs at least one image");
        }
        int width = images.getFirst().width();
        int height = images.getFirst().height();
        int rows = (images.size() + columns - 1) / columns;
        int sheetWidth = columns * (width + GAP) - GAP;
        byte[] sheet = new byte[3 * sheetWidth * (rows * (height + GAP) - GAP)];
        Arrays.fill(sheet, (byte) 255);
        for (int i = 0; i < images.size(); i++) {
            Image image = images.get(i);
            if (image.width() != width || image.height() != height) {
                throw new IllegalArgumentException("image %d expected %dx%d, found %dx%d"
                        .formatted(i, width, height, image.width(), image.height()));
            }
            byte[] rgb = image.rgb();
            for (int y = 0; y < height; y++) {
                int at = ((i / columns * (height + GAP) + y) * sheetWidth + i % columns * (width + GAP)) * 3;
                System.arraycopy(rgb, 3 * y * width, sheet, at, 3 * width);
            }
        }
        return Image.of(sheetWidth, rows * (height + GAP) - GAP, sheet);
    }
}
