// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.scene;

import io.github.deepgen4j.icons.set.Icon;
import io.github.deepgen4j.icons.set.IconException;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.shapeworld.scene.Colour;

/** Draws scenes as square images of one size. Safe for several threads. */
public final class IconRenderer {
    private static final int LETTER_ROWS = 7;

    private final int side;
    private final Renderings renderings;

    /** @param side of the images in pixels */
    public IconRenderer(int side) {
        this.side = side;
        this.renderings = new Renderings((int) Math.round(Placed.LARGEST * side));
    }

    public Size size() {
        return new Size(side, side);
    }

    /**
     * The image of a scene.
     *
     * @throws IconException if a drawing cannot be rendered
     */
    public Image render(IconScene scene) {
        byte[] rgb = new byte[3 * side * side];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) scene.ground().channel(i % 3);
        }
        scene.things().forEach(thing -> draw(rgb, thing));
        scene.word().ifPresent(word -> write(rgb, word, Word.ink(scene.ground())));
        return Image.of(side, side, rgb);
    }

    /**
     * A drawing alone, averaged over areas, (size * size * 4): colours 0..255 multiplied by alpha, and alpha 0..1.
     *
     * @throws IconException if it cannot be rendered
     */
    public float[] rgba(Icon icon, int size) {
        return scaled(renderings.of(icon), size);
    }

    private void draw(byte[] rgb, Placed placed) {
        Placed.Box box = placed.box(side);
        int size = Math.min(renderings.side(), box.size());
        int left = box.left();
        int top = box.top();
        float[] scaled = scaled(renderings.of(placed.icon()), size);
        for (int y = Math.max(0, -top); y < size && top + y < side; y++) {
            for (int x = Math.max(0, -left); x < size && left + x < side; x++) {
                int from = 4 * (y * size + (placed.mirrored() ? size - 1 - x : x));
                int to = 3 * ((top + y) * side + left + x);
                for (int c = 0; c < 3; c++) {
                    float under = rgb[to + c] & 0xFF;
                    rgb[to + c] =
                            (byte) Math.clamp(Math.round(scaled[from + c] + under * (1 - scaled[from + 3])), 0, 255);
                }
            }
        }
    }

    /** Averages over areas: (size, size, 4), red, green, blue (0..255, times alpha) and alpha (0..1). */
    private float[] scaled(int[] argb, int size) {
        int from = renderings.side();
        float[] rows = new float[from * size * 4]; // (from, size, 4): narrower, as high as before
        for (int x = 0; x < size; x++) {
            double low = (double) x * from / size;
            double high = (double) (x + 1) * from / size;
            for (int i = (int) low; i < Math.min(from, Math.ceil(high)); i++) {
                float weight = (float) ((Math.min(high, i + 1) - Math.max(low, i)) / (high - low));
                for (int y = 0; y < from; y++) {
                    add(rows, 4 * (y * size + x), argb[y * from + i], weight);
                }
            }
        }
        float[] all = new float[size * size * 4];
        for (int y = 0; y < size; y++) {
            double low = (double) y * from / size;
            double high = (double) (y + 1) * from / size;
            for (int i = (int) low; i < Math.min(from, Math.ceil(high)); i++) {
                float weight = (float) ((Math.min(high, i + 1) - Math.max(low, i)) / (high - low));
                for (int k = 0; k < 4 * size; k++) {
                    all[4 * y * size + k] += weight * rows[4 * i * size + k];
                }
            }
        }
        return all;
    }

    private static void add(float[] sums, int at, int argb, float weight) {
        sums[at] += weight * (argb >> 16 & 0xFF);
        sums[at + 1] += weight * (argb >> 8 & 0xFF);
        sums[at + 2] += weight * (argb & 0xFF);
        sums[at + 3] += weight * (argb >>> 24) / 255;
    }

    private void write(byte[] rgb, Word word, Colour ink) {
        Word.Grid grid = word.grid(side);
        int dot = grid.dot();
        for (int row = 0; row < LETTER_ROWS * dot; row++) {
            for (int column = 0; column < word.columns() * dot; column++) {
                if (word.inks(column / dot, row / dot)) {
                    int to = 3 * ((grid.top() + row) * side + grid.left() + column);
                    for (int c = 0; c < 3; c++) {
                        rgb[to + c] = (byte) ink.channel(c);
                    }
                }
            }
        }
    }
}
