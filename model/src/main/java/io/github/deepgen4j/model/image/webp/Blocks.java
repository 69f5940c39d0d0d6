// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

import java.io.IOException;

/**
 * Values for square blocks of an image, stored as a small image (RFC 9649 section 3.5).
 *
 * @param values a pixel a block, row by row
 * @param bits of the side of a block
 * @param across blocks in a row
 */
record Blocks(int[] values, int bits, int across) {
    static Blocks read(BitReader in, int width, int height) throws IOException {
        int bits = 2 + in.read(3);
        int across = count(width, bits);
        return new Blocks(new EntropyImage(in, across, count(height, bits)).read(false), bits, across);
    }

    private static int count(int pixels, int bits) {
        return pixels + (1 << bits) - 1 >> bits;
    }

    int at(int x, int y) {
        return values[(y >> bits) * across + (x >> bits)];
    }
}
