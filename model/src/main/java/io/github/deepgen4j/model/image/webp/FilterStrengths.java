// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

/**
 * The strength with which edges between blocks are smoothed, by segment and kind of prediction (RFC 6386 sections 9.3
 * and 9.6).
 */
final class FilterStrengths {
    /**
     * Thresholds of one macroblock.
     *
     * @param edge of the step across the edge; 0: no filter
     * @param interior of the steps beside it
     * @param highVariance above which only the two pixels at the edge change
     */
    record Strength(int edge, int interior, int highVariance) {}

    private static final int MAX_LEVEL = 63;

    /** True for the simple filter, which leaves the colour differences alone. */
    final boolean simple;

    private final Strength[][] strengths; // by segment; of one prediction, of sixteen

    /** @param levels of the segments, which replace the frame's if {@code absolute}, else are added */
    FilterStrengths(BoolDecoder header, boolean absolute, int[] levels) {
        simple = header.flag();
        int level = header.number(6);
        int sharpness = header.number(3);
        int ofFrame = 0;
        int ofBlocks = 0;
        if (header.flag() && header.flag()) {
            int[] deltas = new int[8]; // by reference frame, of which ours is the first, then by mode
            for (int i = 0; i < deltas.length; i++) {
                deltas[i] = header.optional(6);
            }
            ofFrame = deltas[0];
            ofBlocks = deltas[4];
        }
        strengths = new Strength[levels.length][2];
        for (int i = 0; i < levels.length; i++) {
            int base = (absolute ? levels[i] : level + levels[i]) + ofFrame;
            strengths[i][0] = strength(level == 0 ? 0 : base, sharpness);
            strengths[i][1] = strength(level == 0 ? 0 : base + ofBlocks, sharpness);
        }
    }

    private static Strength strength(int unclamped, int sharpness) {
        int level = Math.clamp(unclamped, 0, MAX_LEVEL);
        if (level == 0) {
            return new Strength(0, 0, 0);
        }
        int interior = level;
        if (sharpness > 0) {
            interior = Math.min(interior >> (sharpness > 4 ? 2 : 1), 9 - sharpness);
        }
        interior = Math.max(1, interior);
        return new Strength(2 * level + interior, interior, level >= 40 ? 2 : level >= 15 ? 1 : 0);
    }

    Strength of(int segment, boolean predictedByBlocks) {
        return strengths[segment][predictedByBlocks ? 1 : 0];
    }
}
