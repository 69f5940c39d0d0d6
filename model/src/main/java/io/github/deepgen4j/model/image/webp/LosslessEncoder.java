// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

/**
 * Encodes an image without loss (RFC 9649 section 3), small enough rather than smallest: green is subtracted from red
 * and blue, then the best of the guesses from each block. The same pixels give the same bytes.
 */
final class LosslessEncoder {
    static final int MAX_SIDE = 1 << 14;

    private static final int BLOCK_BITS = 4;
    private static final int MODES = 14;
    private static final int PREDICTOR = 0;
    private static final int SUBTRACT_GREEN = 2;

    private final int width;
    private final int height;
    private final int[] pixels;
    private final BitWriter out = new BitWriter();

    private LosslessEncoder(int width, int height, byte[] rgb) {
        this.width = width;
        this.height = height;
        this.pixels = new int[width * height];
        for (int i = 0, n = 0; i < pixels.length; i++) {
            int red = rgb[n++];
            int green = rgb[n++];
            int blue = rgb[n++];
            pixels[i] = 0xff000000 | (red - green & 255) << 16 | (green & 255) << 8 | blue - green & 255;
        }
    }

    /**
     * The content of a chunk VP8L.
     *
     * @param rgb three bytes a pixel, row by row; sides of at most {@link #MAX_SIDE}
     */
    static byte[] encode(int width, int height, byte[] rgb) {
        return new LosslessEncoder(width, height, rgb).encode();
    }

    private byte[] encode() {
        out.write(LosslessDecoder.SIGNATURE, 8);
        out.write(width - 1, 14);
        out.write(height - 1, 14);
        out.flag(false); // no alpha
        out.write(0, 3); // version
        transform(SUBTRACT_GREEN);
        transform(PREDICTOR);
        out.write(BLOCK_BITS - 2, 3);
        int across = width + (1 << BLOCK_BITS) - 1 >> BLOCK_BITS;
        int down = height + (1 << BLOCK_BITS) - 1 >> BLOCK_BITS;
        int[] modes = new int[across * down];
        for (int i = 0; i < modes.length; i++) {
            modes[i] = 0xff000000 | bestMode(i % across << BLOCK_BITS, i / across << BLOCK_BITS) << 8;
        }
        EntropyWriter.write(out, modes, across, false);
        out.flag(false); // no further transform
        EntropyWriter.write(out, differences(new Blocks(modes, BLOCK_BITS, across)), width, true);
        return out.bytes();
    }

    private void transform(int kind) {
        out.flag(true);
        out.write(kind, 2);
    }

    /** The guess that is closest over a block. */
    private int bestMode(int left, int top) {
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int mode = 0; mode < MODES; mode++) {
            long sum = 0;
            for (int y = Math.max(1, top); y < Math.min(height, top + (1 << BLOCK_BITS)); y++) {
                for (int x = Math.max(1, left); x < Math.min(width, left + (1 << BLOCK_BITS)); x++) {
                    sum += size(difference(mode, y * width + x));
                }
            }
            if (sum < least) {
                least = sum;
                best = mode;
            }
        }
        return best;
    }

    private static int size(int difference) {
        return Math.abs((byte) (difference >> 16)) + Math.abs((byte) (difference >> 8)) + Math.abs((byte) difference);
    }

    private int difference(int mode, int at) {
        return Predictor.difference(pixels[at], Predictor.guess(mode, pixels, at, width));
    }

    /** Every pixel less its guess; the first row and column have fixed ones. */
    private int[] differences(Blocks modes) {
        int[] differences = new int[pixels.length];
        for (int at = 0; at < pixels.length; at++) {
            int x = at % width;
            int y = at / width;
            int guess;
            if (x == 0) {
                guess = y == 0 ? Predictor.BLACK : pixels[at - width];
            } else if (y == 0) {
                guess = pixels[at - 1];
            } else {
                guess = Predictor.guess(modes.at(x, y) >> 8 & 15, pixels, at, width);
            }
            differences[at] = Predictor.difference(pixels[at], guess);
        }
        return differences;
    }
}
