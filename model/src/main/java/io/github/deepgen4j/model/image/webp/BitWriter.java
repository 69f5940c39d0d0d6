// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

import java.io.ByteArrayOutputStream;

/** Bits of a lossless image, the lowest of each byte first (RFC 9649 section 3.2). */
final class BitWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long window;
    private int held; // bits in the window

    /** Appends the low bits of a value, at most 32. */
    void write(int value, int bits) {
        window |= (value & (1L << bits) - 1) << held;
        for (held += bits; held >= 8; held -= 8) {
            bytes.write((int) window);
            window >>>= 8;
        }
    }

    void flag(boolean value) {
        write(value ? 1 : 0, 1);
    }

    /** All bytes, the last one filled up with zeros. */
    byte[] bytes() {
        if (held > 0) {
            write(0, 8 - held);
        }
        return bytes.toByteArray();
    }
}
