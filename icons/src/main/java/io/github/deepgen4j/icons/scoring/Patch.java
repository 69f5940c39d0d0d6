// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.scoring;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scene.Colour;

/**
 * A square part of an image, averaged over areas to one small size, with a plain colour beyond the image's edges.
 *
 * @param left edge in pixels; may lie outside of the image, as the others
 * @param mirrored true for the square seen in a mirror
 */
public record Patch(double left, double top, double size, boolean mirrored) {
    /**
     * Its colours, (cells * cells * 3), 0..255.
     *
     * @param cells of a side
     */
    public float[] of(Image image, int cells, Colour beyond) {
        byte[] rgb = image.rgb();
        float[] patch = new float[cells * cells * 3];
        double cell = size / cells;
        for (int row = 0; row < cells; row++) {
            for (int column = 0; column < cells; column++) {
                int at = 3 * (row * cells + (mirrored ? cells - 1 - column : column));
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
