// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

import java.io.IOException;

/** The header of a lossy image, before its macroblocks (RFC 6386 section 9). */
final class LossyHeader {
    private static final int TAG_BYTES = 10;
    private static final int SEGMENTS = 4;

    final int width;
    final int height;

    /** The first partition: the rest of this header, then the modes of all macroblocks. */
    final BoolDecoder modes;

    /** The partitions of coefficients; rows of macroblocks take them in turn. */
    final BoolDecoder[] partitions;

    /** True if each macroblock says in which of the segments it is. */
    final boolean segmentMap;

    final int[] segmentProbabilities = {255, 255, 255};
    final Quantizer[] quantizers = new Quantizer[SEGMENTS];
    final FilterStrengths filter;

    /** Indexes plane, band, context, token. */
    final int[][][][] coefficients;

    /** The probability that a macroblock has coefficients; -1 if all have. */
    final int skipProbability;

    LossyHeader(byte[] data, int start, int end) throws IOException {
        int[] size = size(data, start, end);
        width = size[0];
        height = size[1];
        int firstEnd = start + TAG_BYTES + (number(data, start, 3) >> 5);
        if (firstEnd > end) {
            throw new IOException("the first partition ends after the data");
        }
        modes = new BoolDecoder(data, start + TAG_BYTES, firstEnd);
        modes.number(2); // colour space and clamping, which decoders do in any case
        boolean segmented = modes.flag();
        segmentMap = segmented && modes.flag();
        boolean absolute = segmented; // so libwebp where the file leaves it open
        int[] steps = new int[SEGMENTS];
        int[] levels = new int[SEGMENTS];
        if (segmented && modes.flag()) {
            absolute = modes.flag();
            readEach(steps, 7);
            readEach(levels, 6);
        }
        if (segmentMap) {
            for (int i = 0; i < segmentProbabilities.length; i++) {
                segmentProbabilities[i] = modes.flag() ? modes.number(8) : 255;
            }
        }
        modes.requireWithinData();
        filter = new FilterStrengths(modes, absolute, levels);
        modes.requireWithinData();
        partitions = partitions(data, firstEnd, end, 1 << modes.number(2));
        readQuantizers(absolute, steps);
        modes.flag(); // whether later frames keep the probabilities
        coefficients = readCoefficients();
        skipProbability = modes.flag() ? modes.number(8) : -1;
    }

    /** Width and height, in pixels. */
    static int[] size(byte[] data, int start, int end) throws IOException {
        if (end - start < TAG_BYTES) {
            throw new IOException("the lossy image has no header");
        }
        int tag = number(data, start, 3);
        boolean shownKeyFrame = (tag & 1) == 0 && (tag >> 4 & 1) == 1;
        int width = number(data, start + 6, 2) & 0x3fff;
        int height = number(data, start + 8, 2) & 0x3fff;
        if (!shownKeyFrame || (tag >> 1 & 7) > 3 || number(data, start + 3, 3) != 0x2a019d || width * height == 0) {
            throw new IOException("the lossy image's header is damaged");
        }
        return new int[] {width, height};
    }

    private void readEach(int[] values, int bits) {
        for (int i = 0; i < values.length; i++) {
            values[i] = modes.optional(bits);
        }
    }

    private static BoolDecoder[] partitions(byte[] data, int start, int end, int count) throws IOException {
        int at = start + 3 * (count - 1);
        var partitions = new BoolDecoder[count];
        for (int i = 0; i < count; i++) {
            if (at >= end) {
                throw new IOException("the partitions of coefficients are missing");
            }
            int length = i < count - 1 ? Math.min(number(data, start + 3 * i, 3), end - at) : end - at;
            partitions[i] = new BoolDecoder(data, at, at + length);
            at += length;
        }
        return partitions;
    }

    private void readQuantizers(boolean absolute, int[] steps) {
        int base = modes.number(7);
        int[] deltas = new int[5];
        readEach(deltas, 4);
        for (int i = 0; i < SEGMENTS; i++) {
            quantizers[i] = Quantizer.of(absolute ? steps[i] : base + steps[i], deltas);
        }
    }

    private int[][][][] readCoefficients() {
        int[][][][] result = new int[LossyTables.PLANES][LossyTables.BANDS][LossyTables.CONTEXTS][LossyTables.TOKENS];
        for (int plane = 0; plane < LossyTables.PLANES; plane++) {
            for (int band = 0; band < LossyTables.BANDS; band++) {
                for (int context = 0; context < LossyTables.CONTEXTS; context++) {
                    for (int token = 0; token < LossyTables.TOKENS; token++) {
                        int kept = LossyTables.UPDATES[plane][band][context][token];
                        result[plane][band][context][token] = modes.bit(kept) == 1
                                ? modes.number(8)
                                : LossyTables.COEFFICIENTS[plane][band][context][token];
                    }
                }
            }
        }
        return result;
    }

    private static int number(byte[] data, int at, int bytes) {
        int number = 0;
        for (int i = 0; i < bytes; i++) {
            number |= (data[at + i] & 255) << 8 * i;
        }
        return number;
    }
}
