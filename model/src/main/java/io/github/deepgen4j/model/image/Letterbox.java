// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

/** A whole image, as large as fits, in the middle of a grey square. */
public final class Letterbox {
    private static final int GREY = 0x808080;

    private Letterbox() {}

    /** The image in a square of {@code side} pixels a side. */
    public static Image of(Image image, int side) {
        double scale = (double) side / Math.max(image.width(), image.height());
        Size size = new Size(scaled(image.width(), scale, side), scaled(image.height(), scale, side));
        Canvas square = new Canvas(new Size(side, side), GREY);
        square.paste(Resize.resize(image, size, Filter.BICUBIC), (side - size.width()) / 2, (side - size.height()) / 2);
        return square.image();
    }

    private static int scaled(int length, double scale, int side) {
        return Math.clamp(Math.round(length * scale), 1, side);
    }
}
