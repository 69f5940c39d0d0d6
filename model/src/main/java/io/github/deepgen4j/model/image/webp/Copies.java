// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

import java.util.Arrays;

/** Finds earlier pixels that are the same as the next ones: the nearest of the longest runs, by chains of hashes. */
final class Copies {
    static final int MAX_LENGTH = 4096;

    private static final int MIN_LENGTH = 3;
    private static final int MAX_DISTANCE = (1 << 20) - EntropyImage.NEAR;
    private static final int HASH_BITS = 16;
    private static final int MOST_TRIED = 32;
    private static final int LONG_ENOUGH = 256;

    private final int[] pixels;
    private final int[] newest = new int[1 << HASH_BITS];
    private final int[] older;
    private int known;

    /**
     * A run of pixels that stands earlier, too.
     *
     * @param length 0 if there is none worth copying
     * @param distance pixels back
     */
    record Copy(int length, int distance) {
        static final Copy NONE = new Copy(0, 0);
    }

    Copies(int[] pixels) {
        this.pixels = pixels;
        this.older = new int[pixels.length];
        Arrays.fill(newest, -1);
    }

    /** The copy for the pixels from a place on; places are asked for in ascending order. */
    Copy at(int at) {
        while (known < at && known + 1 < pixels.length) {
            int hash = hash(known);
            older[known] = newest[hash];
            newest[hash] = known++;
        }
        if (at + MIN_LENGTH > pixels.length) {
            return Copy.NONE;
        }
        Copy best = Copy.NONE;
        int tried = 0;
        for (int from = newest[hash(at)];
                from >= 0 && at - from <= MAX_DISTANCE && tried < MOST_TRIED && best.length < LONG_ENOUGH;
                from = older[from], tried++) {
            int length = length(from, at);
            if (length >= MIN_LENGTH && length > best.length) {
                best = new Copy(length, at - from);
            }
        }
        return best;
    }

    private int length(int from, int at) {
        int most = Math.min(MAX_LENGTH, pixels.length - at);
        int length = 0;
        while (length < most && pixels[from + length] == pixels[at + length]) {
            length++;
        }
        return length;
    }

    /** Of this pixel and the next. */
    private int hash(int at) {
        return (pixels[at] * 0x9e3779b1 + pixels[at + 1]) * 0x85ebca6b >>> 32 - HASH_BITS;
    }
}
