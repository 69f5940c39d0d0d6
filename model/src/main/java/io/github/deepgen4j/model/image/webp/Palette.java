// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

/**
 * Pixels are numbers of colours, in the green channel, several of them in one pixel if there are few colours (RFC 9649
 * section 4.4).
 *
 * @param colours by number; those beyond the palette are transparent black
 * @param bits log2 of how many pixels are in one
 * @param width of the image
 */
record Palette(int[] colours, int bits, int width) implements LosslessTransform {
    private static final int NUMBERS = 256;

    /** @param differences of each colour from the one before */
    static Palette of(int[] differences, int width) {
        int[] colours = new int[NUMBERS];
        int last = 0;
        for (int i = 0; i < differences.length; i++) {
            last = Predictor.sum(last, differences[i]);
            colours[i] = last;
        }
        int count = differences.length;
        return new Palette(colours, count <= 2 ? 3 : count <= 4 ? 2 : count <= 16 ? 1 : 0, width);
    }

    @Override
    public int storedWidth(int width) {
        return width + (1 << bits) - 1 >> bits;
    }

    @Override
    public int[] undo(int[] pixels) {
        int stored = storedWidth(width);
        int height = pixels.length / stored;
        int bitsPerPixel = 8 >> bits;
        int[] result = bits == 0 ? pixels : new int[Math.multiplyExact(width, height)];
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int packed = pixels[y * stored + (x >> bits)] >> 8 & 255;
                int number = packed >> bitsPerPixel * (x & (1 << bits) - 1) & (1 << bitsPerPixel) - 1;
                result[at++] = colours[number];
            }
        }
        return result;
    }
}
