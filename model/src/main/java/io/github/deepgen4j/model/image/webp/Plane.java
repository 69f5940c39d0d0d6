// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

import java.util.Arrays;

/** One channel of a lossy image, whole macroblocks, with the border that predictions see (RFC 6386 section 12.2). */
final class Plane {
    private static final byte ABOVE = 127;
    private static final byte LEFT = (byte) 129;
    private static final int BEYOND = 4; // what a block of the last column sees above and to the right

    final byte[] bytes;
    final int stride;
    final int width;
    final int height;

    Plane(int width, int height) {
        this.width = width;
        this.height = height;
        this.stride = 1 + width + BEYOND;
        this.bytes = new byte[Math.multiplyExact(stride, height + 1)];
        Arrays.fill(bytes, 0, stride, ABOVE);
        for (int y = 0; y < height; y++) {
            bytes[at(-1, y)] = LEFT;
        }
    }

    /** The index of a pixel; -1 is the border. */
    int at(int x, int y) {
        return (y + 1) * stride + x + 1;
    }

    int get(int x, int y) {
        return bytes[at(x, y)] & 255;
    }

    void set(int x, int y, int value) {
        bytes[at(x, y)] = (byte) value;
    }

    /** Adds to the pixel at an index and clips. */
    void add(int at, int difference) {
        bytes[at] = (byte) Math.clamp((bytes[at] & 255) + difference, 0, 255);
    }
}
