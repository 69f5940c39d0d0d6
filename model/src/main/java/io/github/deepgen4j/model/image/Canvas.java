// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

/** An image under construction; colours are 0xRRGGBB. Not for several threads. */
final class Canvas {
    private final Size size;
    private final byte[] rgb;

    /** A canvas of one colour. */
    Canvas(Size size, int colour) {
        this.size = size;
        this.rgb = new byte[3 * size.width() * size.height()];
        fill(0, 0, size, colour);
    }

    void fill(int left, int top, Size area, int colour) {
        for (int y = top; y < top + area.height(); y++) {
            for (int x = left; x < left + area.width(); x++) {
                int at = 3 * (y * size.width() + x);
                rgb[at] = (byte) (colour >> 16);
                rgb[at + 1] = (byte) (colour >> 8);
                rgb[at + 2] = (byte) colour;
            }
        }
    }

    void paste(Image image, int left, int top) {
        int row = 3 * image.width();
        for (int y = 0; y < image.height(); y++) {
            System.arraycopy(image.bytes(), y * row, rgb, 3 * ((top + y) * size.width() + left), row);
        }
    }

    /** A copy of what was drawn. */
    Image image() {
        return Image.of(size.width(), size.height(), rgb);
    }
}
