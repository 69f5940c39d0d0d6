// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

import java.util.Arrays;

/**
 * The coefficients of macroblocks, read one after another and multiplied with their steps (RFC 6386 section 13). Holds
 * those of the last one.
 */
final class Coefficients {
    static final int BLOCKS = 24; // 16 of luma, 4 of U, 4 of V

    private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};
    private static final int[] BAND = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0};

    /** Probabilities of the further bits of large values, by size. */
    private static final int[][] EXTRA = {
        {173, 148, 140},
        {176, 155, 140, 135},
        {180, 157, 141, 134, 130},
        {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
    };

    private static final int AFTER_SECOND = 0; // planes, as the probabilities know them
    private static final int SECOND = 1;
    private static final int CHROMA = 2;
    private static final int WITH_DC = 3;
    private static final int PER_COLUMN = 9; // 4 of luma, 2 of U, 2 of V, the second block

    private final LossyHeader header;
    private final int[] above; // whether the blocks above have coefficients: 0 or 1
    private final int[] left = new int[PER_COLUMN];

    /** 16 values of each of {@link #BLOCKS} blocks, row by row. */
    final short[] values = new short[16 * BLOCKS];

    private final short[] second = new short[16];

    Coefficients(LossyHeader header, int macroblocksAcross) {
        this.header = header;
        this.above = new int[PER_COLUMN * macroblocksAcross];
    }

    void startRow() {
        Arrays.fill(left, 0);
    }

    /** Takes the macroblock as one without coefficients. */
    void skip(int column, Modes modes) {
        Arrays.fill(values, (short) 0);
        int kept = modes.byBlocks ? PER_COLUMN - 1 : PER_COLUMN; // such macroblocks have no second block
        Arrays.fill(above, PER_COLUMN * column, PER_COLUMN * column + kept, 0);
        Arrays.fill(left, 0, kept, 0);
    }

    /** Reads a macroblock; true if any value is not zero. */
    boolean read(int column, Modes modes, BoolDecoder in) {
        Arrays.fill(values, (short) 0);
        Quantizer quantizer = header.quantizers[modes.segment];
        int top = PER_COLUMN * column;
        int first = 0;
        if (!modes.byBlocks) {
            first = 1;
            Arrays.fill(second, (short) 0);
            int context = above[top + 8] + left[8];
            int end = read(in, header.coefficients[SECOND], context, quantizer.second(), 0, second, 0);
            above[top + 8] = left[8] = end > 0 ? 1 : 0;
            InverseTransform.spread(second, values);
        }
        int[][][] probabilities = header.coefficients[first == 1 ? AFTER_SECOND : WITH_DC];
        readBlocks(in, probabilities, quantizer.luma(), first, top, 0, 4, 0);
        readBlocks(in, header.coefficients[CHROMA], quantizer.chroma(), 0, top, 4, 2, 16);
        readBlocks(in, header.coefficients[CHROMA], quantizer.chroma(), 0, top, 6, 2, 20);
        for (short value : values) {
            if (value != 0) {
                return true;
            }
        }
        return false;
    }

    private void readBlocks(
            BoolDecoder in, int[][][] probabilities, int[] steps, int first, int top, int edge, int side, int block) {
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int context = above[top + edge + x] + left[edge + y];
                int offset = 16 * (block + side * y + x);
                int end = read(in, probabilities, context, steps, first, values, offset);
                above[top + edge + x] = left[edge + y] = end > first ? 1 : 0;
            }
        }
    }

    /** The position after the last coefficient of a block. */
    private static int read(
            BoolDecoder in, int[][][] probabilities, int context, int[] steps, int first, short[] out, int offset) {
        int[] p = probabilities[BAND[first]][context];
        for (int n = first; n < 16; n++) {
            if (in.bit(p[0]) == 0) {
                return n;
            }
            while (in.bit(p[1]) == 0) {
                p = probabilities[BAND[++n]][0];
                if (n == 16) {
                    return 16;
                }
            }
            int value = in.bit(p[2]) == 0 ? 1 : large(in, p);
            p = probabilities[BAND[n + 1]][value == 1 ? 1 : 2];
            out[offset + ZIGZAG[n]] = (short) ((in.flag() ? -value : value) * steps[n > 0 ? 1 : 0]);
        }
        return 16;
    }

    private static int large(BoolDecoder in, int[] p) {
        if (in.bit(p[3]) == 0) {
            return in.bit(p[4]) == 0 ? 2 : 3 + in.bit(p[5]);
        }
        if (in.bit(p[6]) == 0) {
            return in.bit(p[7]) == 0 ? 5 + in.bit(159) : 7 + 2 * in.bit(165) + in.bit(145);
        }
        int high = in.bit(p[8]);
        int size = 2 * high + in.bit(p[9 + high]);
        int value = 0;
        for (int probability : EXTRA[size]) {
            value = value << 1 | in.bit(probability);
        }
        return value + 3 + (8 << size);
    }
}
