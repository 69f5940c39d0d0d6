// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.scoring;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scene.Colour;

/** Square parts of an image, averaged over areas to one small size, with a plain colour beyond the image's edges. */
final class Patch {
    /** Cells of a side. */
    static final int SIDE = 24;

    private Patch() {}

    /**
     * The colours of a square, (SIDE * SIDE * 3), 0..255.
     *
     * @param left may be negative
     * @param mirrored true for the square seen in a mirror
     */
    static float[] of(Image image, double left, double top, double size, Colour beyond, boolean mirrored) {
        byte[] rgb = image.rgb();
        float[] patch = new float[SIDE * SIDE * 3];
        double cell = size / SIDE;
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                int at = 3 * (row * SIDE + (mirrored ? SIDE - 1 - column : column));
                double x = left + column * cell;
                double y = top + row * cell;
                average(image, rgb, x, y, cell, beyond, patch, at);
            }
        }
        return patch;
    }

    private static void average(
            Image image, byte[] rgb, double left, double top, double size, Colour beyond, float[] into, int at) {
        double area = size * size;
        for (int y = (int) Math.floor(top); y < top + size; y++) {
            double high = Math.min(top + size, y + 1) - Math.max(top, y);
            for (int x = (int) Math.floor(left); x < left + size; x++) {
                float share = (float) (high * (Math.min(left + size, x + 1) - Math.max(left, x)) / area);
                boolean inside = x >= 0 && y >= 0 && x < image.width() && y < image.height();
                for (int c = 0; c < 3; c++) {
                    into[at + c] += share * (inside ? rgb[3 * (y * image.width() + x) + c] & 0xFF : beyond.channel(c));
                }
            }
        }
    }
}
