// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights.gguf;

/**
 * Blocks of 256 elements in groups of 16 or 32, whose own small scales (and least values) are multiples of the block's
 * ({@code ggml-org/ggml: src/ggml-quants.c}, {@code dequantize_row_q2_K} to {@code dequantize_row_q6_K}).
 */
final class SuperBlocks {
    private static final int SIZE = 256;
    private static final int HALF = 128;

    private SuperBlocks() {}

    /** 16 groups of 16: scale and least value of 4 bits each, elements of 2. */
    static void q2(byte[] block, float[] values) {
        float scale = Blocks.half(block, 80);
        float least = Blocks.half(block, 82);
        for (int i = 0; i < SIZE; i++) {
            int group = block[i / 16] & 0xff;
            int bits = twoBits(block, 16, i);
            values[i] = scale * (group & 15) * bits - least * (group >> 4);
        }
    }

    /** 16 groups of 16: scales of 6 bits, elements of 3, of which the highest stand apart and mean -4 where unset. */
    static void q3(byte[] block, float[] values) {
        float scale = Blocks.half(block, 108);
        for (int i = 0; i < SIZE; i++) {
            boolean high = (block[i % 32] >> i / 32 & 1) != 0;
            int bits = twoBits(block, 32, i) - (high ? 0 : 4);
            values[i] = scale * (sixBits(block, 96, i / 16) - 32) * bits;
        }
    }

    /** 8 groups of 32: scale and least value of 6 bits each, elements of 4. */
    static void q4(byte[] block, float[] values) {
        scaledNibbles(block, 16, -1, values);
    }

    /** As q4, with a fifth bit an element. */
    static void q5(byte[] block, float[] values) {
        scaledNibbles(block, 48, 16, values);
    }

    /** 16 groups of 16: signed scales of 8 bits, elements of 4 and 2 bits, less 32. */
    static void q6(byte[] block, float[] values) {
        float scale = Blocks.half(block, 208);
        for (int i = 0; i < SIZE; i++) {
            int half = i / HALF;
            int quarter = i % HALF / 32;
            int lane = i % 32;
            int both = block[64 * half + lane + 32 * (quarter % 2)] & 0xff;
            int low = quarter < 2 ? both & 15 : both >> 4;
            int high = (block[HALF + 32 * half + lane] & 0xff) >> 2 * quarter & 3;
            values[i] = scale * block[192 + i / 16] * ((low | high << 4) - 32);
        }
    }

    /** Element i of 2 bits: 32 bytes hold four runs of 32 elements, the first in their lowest bits. */
    private static int twoBits(byte[] block, int at, int i) {
        int run = i % HALF / 32;
        return (block[at + 32 * (i / HALF) + i % 32] & 0xff) >> 2 * run & 3;
    }

    /** One of the 16 scales of q3, in 12 bytes: four bits of each in the first 8, the other two in the last 4. */
    private static int sixBits(byte[] block, int at, int group) {
        int low = (block[at + group % 8] & 0xff) >> 4 * (group / 8) & 15;
        int high = (block[at + 8 + group % 4] & 0xff) >> 2 * (group / 4) & 3;
        return low | high << 4;
    }

    private static void scaledNibbles(byte[] block, int nibbles, int fifths, float[] values) {
        float scale = Blocks.half(block, 0);
        float least = Blocks.half(block, 2);
        for (int i = 0; i < SIZE; i++) {
            int group = i / 32;
            int both = block[nibbles + 32 * (group / 2) + i % 32] & 0xff;
            int q = group % 2 == 0 ? both & 15 : both >> 4;
            if (fifths >= 0) {
                q |= (block[fifths + i % 32] >> group & 1) << 4;
            }
            values[i] = scale * groupScale(block, group) * q - least * groupLeast(block, group);
        }
    }

    /** Scales and least values of q4 and q5: 12 bytes from place 4, groups 4 to 7 spread over what the others leave. */
    private static int groupScale(byte[] block, int group) {
        return group < 4 ? block[4 + group] & 63 : block[8 + group] & 15 | (block[group] & 0xff) >> 6 << 4;
    }

    private static int groupLeast(byte[] block, int group) {
        return group < 4 ? block[8 + group] & 63 : (block[8 + group] & 0xff) >> 4 | (block[4 + group] & 0xff) >> 6 << 4;
    }
}
