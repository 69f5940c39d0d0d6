// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Blocks of 32 elements with one scale, in Q4_1 and Q5_1 also a least value
 * ({@code ggml-org/ggml: src/ggml-quants.c}, {@code dequantize_row_q4_0} and its sisters). Nibbles hold element i in
 * their lower and element i + 16 in their upper half; the fifth bits of Q5 are one 32-bit word.
 */
final class Blocks {
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int HALF = 16;
    private static final float NOTHING = -0f; // added to any number it leaves that, -0 too

    private Blocks() {}

    /** The half-precision number at a place of a block. */
    static float half(byte[] block, int at) {
        return Float.float16ToFloat(MemorySegment.ofArray(block).get(U16, at));
    }

    static void q4Zero(byte[] block, float[] values) {
        nibbles(block, 2, 0, half(block, 0), -8, NOTHING, values);
    }

    static void q4One(byte[] block, float[] values) {
        nibbles(block, 4, 0, half(block, 0), 0, half(block, 2), values);
    }

    static void q5Zero(byte[] block, float[] values) {
        nibbles(block, 6, fifths(block, 2), half(block, 0), -16, NOTHING, values);
    }

    static void q5One(byte[] block, float[] values) {
        nibbles(block, 8, fifths(block, 4), half(block, 0), 0, half(block, 2), values);
    }

    static void q8Zero(byte[] block, float[] values) {
        float scale = half(block, 0);
        for (int i = 0; i < values.length; i++) {
            values[i] = scale * block[2 + i];
        }
    }

    private static int fifths(byte[] block, int at) {
        return MemorySegment.ofArray(block).get(U32, at);
    }

    /** scale (q + shift) + least, where q has four bits of the block and one of {@code fifths}. */
    private static void nibbles(byte[] block, int at, int fifths, float scale, int shift, float least, float[] values) {
        for (int i = 0; i < HALF; i++) {
            int both = block[at + i] & 0xff;
            int low = both & 15 | (fifths >>> i & 1) << 4;
            int high = both >> 4 | (fifths >>> i + HALF & 1) << 4;
            values[i] = scale * (low + shift) + least;
            values[i + HALF] = scale * (high + shift) + least;
        }
    }
}
