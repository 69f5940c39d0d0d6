// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

import java.io.IOException;

/** The arithmetic decoder of VP8 (RFC 6386 section 7). After the last byte it reads zeros and remembers that it did. */
final class BoolDecoder {
    private static final int EVEN = 128;

    private final byte[] data;
    private final int end;
    private int at;
    private int value;
    private int bits = -8; // bits of value that lie below the eight that are compared; negative: a byte is due
    private int range = 254; // less one
    private boolean pastEnd;

    /** Reads the bytes from {@code start} to {@code end}, exclusive. */
    BoolDecoder(byte[] data, int start, int end) {
        this.data = data;
        this.at = start;
        this.end = end;
        load();
    }

    private void load() {
        if (at < end) {
            value = value << 8 | data[at++] & 255;
            bits += 8;
        } else if (!pastEnd) {
            value <<= 8;
            bits += 8;
            pastEnd = true;
        } else {
            bits = 0;
        }
    }

    /** @param probability of a zero, of 256 */
    int bit(int probability) {
        if (bits < 0) {
            load();
        }
        int split = range * probability >> 8;
        int bit = value >> bits > split ? 1 : 0;
        int width = split + 1;
        if (bit == 1) {
            value -= width << bits;
            width = range - split;
        }
        int shift = Integer.numberOfLeadingZeros(width) - 24;
        bits -= shift;
        range = (width << shift) - 1;
        return bit;
    }

    boolean flag() {
        return bit(EVEN) == 1;
    }

    /** An unsigned number, highest bit first. */
    int number(int length) {
        int number = 0;
        for (int i = 0; i < length; i++) {
            number = number << 1 | bit(EVEN);
        }
        return number;
    }

    /** A magnitude of this many bits and a sign. */
    int signed(int length) {
        int magnitude = number(length);
        return flag() ? -magnitude : magnitude;
    }

    /** A flag, then a signed number if it is set, else 0. */
    int optional(int length) {
        return flag() ? signed(length) : 0;
    }

    /** A leaf of a tree: positive entries lead on, others are the negated leaves; a node's probability is its half. */
    int leaf(int[] tree, int[] probabilities) {
        int node = 0;
        do {
            node = tree[node + bit(probabilities[node >> 1])];
        } while (node > 0);
        return -node;
    }

    /** @throws IOException if more was read than there is */
    void requireWithinData() throws IOException {
        if (pastEnd) {
            throw new IOException("the compressed data end early");
        }
    }
}
