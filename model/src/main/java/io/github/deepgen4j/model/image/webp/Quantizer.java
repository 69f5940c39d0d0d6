// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

/**
 * The steps that the coefficients of a segment are multiplied with (RFC 6386 sections 9.6 and 14.1).
 *
 * @param luma for the first coefficient of a block and for the others, as in all three
 * @param second for the block of the first coefficients of the luma blocks
 */
record Quantizer(int[] luma, int[] second, int[] chroma) {
    private static final int MAX = 127;
    private static final int MAX_CHROMA_DC = 117;

    /** @param deltas what is added to the step, in the order of the file */
    static Quantizer of(int step, int[] deltas) {
        int secondAc = LossyTables.AC[clamp(step + deltas[2], MAX)] * 101581 >> 16; // 155/100
        return new Quantizer(
                new int[] {LossyTables.DC[clamp(step + deltas[0], MAX)], LossyTables.AC[clamp(step, MAX)]},
                new int[] {2 * LossyTables.DC[clamp(step + deltas[1], MAX)], Math.max(8, secondAc)},
                new int[] {
                    LossyTables.DC[clamp(step + deltas[3], MAX_CHROMA_DC)], LossyTables.AC[clamp(step + deltas[4], MAX)]
                });
    }

    private static int clamp(int index, int max) {
        return Math.clamp(index, 0, max);
    }
}
