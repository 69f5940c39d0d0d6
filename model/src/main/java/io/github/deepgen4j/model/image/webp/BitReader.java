// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

import java.io.IOException;

/** Bits of a lossless image, the lowest of each byte first (RFC 9649 section 3.2). */
final class BitReader {
    private static final int MIN_BYTES = 8; // libwebp takes shorter data as if zeros followed

    private final byte[] data;
    private final int end;
    private final long limit; // in bits
    private int at;
    private long window;
    private int held; // bits in the window
    private long used;

    BitReader(byte[] data, int start, int end) {
        this.data = data;
        this.at = start;
        this.end = end;
        this.limit = 8L * Math.max(MIN_BYTES, end - start);
    }

    /** The next bits without taking them, at most 24; zeros after the end. */
    int peek(int bits) {
        while (held < bits) {
            window |= (at < end ? data[at++] & 255L : 0) << held;
            held += 8;
        }
        return (int) (window & (1L << bits) - 1);
    }

    void skip(int bits) {
        window >>>= bits;
        held -= bits;
        used += bits;
    }

    int read(int bits) {
        int value = peek(bits);
        skip(bits);
        return value;
    }

    boolean flag() {
        return read(1) == 1;
    }

    /** @throws IOException if more was read than there is */
    void requireWithinData() throws IOException {
        if (used > limit) {
            throw new IOException("the compressed data end early");
        }
    }
}
