// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

/**
 * The outer form of a JPEG file (ITU T.81, annex B): marked segments of a given length, and compressed data that runs
 * to the next marker. Decoders fill up with grey what a file that was cut off does not say, so its end is looked for
 * first.
 */
final class JpegMarkers {
    private static final int START_OF_SCAN = 0xda;
    private static final int END = 0xd9;

    private JpegMarkers() {}

    /** @throws ImageException if no end marker follows the compressed data */
    static void requireEnd(byte[] content, String name) {
        int at = 2;
        boolean compressed = false;
        while (at + 1 < content.length) {
            int marker = content[at + 1] & 255;
            if ((content[at] & 255) != 0xff || marker == 0xff || isInsideData(marker)) {
                at++; // compressed data, a fill byte, or bytes between segments that no decoder minds
            } else if (marker == END && compressed) {
                return;
            } else if (at + 3 < content.length) {
                compressed |= marker == START_OF_SCAN;
                at += 2 + Math.max(2, (content[at + 2] & 255) << 8 | content[at + 3] & 255);
            } else {
                break;
            }
        }
        throw new ImageException(name + ": the JPEG file is cut off, its end marker is missing");
    }

    /** FF00 stands for a byte FF, FFD0 to FFD7 are restart marks, FF01 has no segment either. */
    private static boolean isInsideData(int marker) {
        return marker <= 1 || marker >= 0xd0 && marker <= 0xd7;
    }
}
