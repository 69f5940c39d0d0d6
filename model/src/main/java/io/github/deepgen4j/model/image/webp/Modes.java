// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

import java.util.Arrays;

/** The modes of macroblocks, read one after another (RFC 6386 sections 10 and 11). Holds those of the last one. */
final class Modes {
    /** From the mean, from left plus above less corner, from above, from the left. */
    static final int DC = 0;

    static final int TRUE_MOTION = 1;
    static final int VERTICAL = 2;
    static final int HORIZONTAL = 3;

    // Only of blocks of 4x4, by direction: left down, right down, and between these and the axes.
    static final int LEFT_DOWN = 4;
    static final int RIGHT_DOWN = 5;
    static final int VERTICAL_RIGHT = 6;
    static final int VERTICAL_LEFT = 7;
    static final int HORIZONTAL_DOWN = 8;
    static final int HORIZONTAL_UP = 9;

    private static final int[] BLOCK_TREE = {
        -DC,
        2,
        -TRUE_MOTION,
        4,
        -VERTICAL,
        6,
        8,
        12,
        -HORIZONTAL,
        10,
        -RIGHT_DOWN,
        -VERTICAL_RIGHT,
        -LEFT_DOWN,
        14,
        -VERTICAL_LEFT,
        16,
        -HORIZONTAL_DOWN,
        -HORIZONTAL_UP
    };

    private final LossyHeader header;
    private final int[] above; // modes of the blocks above, for the whole width
    private final int[] left = new int[4];

    int segment;
    boolean skipped;

    /** True if each of the 16 blocks has a mode of its own; else all are {@code blocks[0]}. */
    boolean byBlocks;

    final int[] blocks = new int[16];
    int chroma;

    Modes(LossyHeader header, int macroblocksAcross) {
        this.header = header;
        this.above = new int[4 * macroblocksAcross];
    }

    void startRow() {
        Arrays.fill(left, DC);
    }

    void read(int column) {
        BoolDecoder in = header.modes;
        if (header.segmentMap) {
            int[] probabilities = header.segmentProbabilities;
            segment = in.bit(probabilities[0]) == 0 ? in.bit(probabilities[1]) : 2 + in.bit(probabilities[2]);
        }
        skipped = header.skipProbability >= 0 && in.bit(header.skipProbability) == 1;
        byBlocks = in.bit(145) == 0;
        if (byBlocks) {
            readBlocks(in, 4 * column);
        } else {
            int mode =
                    in.bit(156) == 1 ? in.bit(128) == 1 ? TRUE_MOTION : HORIZONTAL : in.bit(163) == 1 ? VERTICAL : DC;
            Arrays.fill(blocks, mode);
            Arrays.fill(above, 4 * column, 4 * column + 4, mode);
            Arrays.fill(left, mode);
        }
        chroma = in.bit(142) == 0 ? DC : in.bit(114) == 0 ? VERTICAL : in.bit(183) == 1 ? TRUE_MOTION : HORIZONTAL;
    }

    private void readBlocks(BoolDecoder in, int first) {
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 4; x++) {
                int mode = in.leaf(BLOCK_TREE, LossyTables.MODES[above[first + x]][left[y]]);
                blocks[4 * y + x] = mode;
                above[first + x] = mode;
                left[y] = mode;
            }
        }
    }
}
