// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The container of WebP: RIFF, a length, WEBP, then chunks of four letters, a length, and data padded to an even
 * length.
 */
final class Riff {
    private static final int HEAD = 12;

    private Riff() {}

    /** @throws ImageException if the file ends before the length that it gives */
    static void requireComplete(byte[] content, String name) {
        long length = content.length < HEAD ? HEAD : 8 + unsigned(content, 4);
        if (content.length < length) {
            throw new ImageException("%s: the WebP file is cut off, expected %d bytes, found %d"
                    .formatted(name, length, content.length));
        }
    }

    /** The data of the first chunk with these letters. */
    static Optional<byte[]> find(byte[] content, String letters) {
        long at = HEAD;
        while (at + 8 <= content.length) {
            long start = at + 8;
            long end = start + unsigned(content, (int) at + 4);
            String found = new String(content, (int) at, 4, StandardCharsets.ISO_8859_1);
            if (found.equals(letters) && end <= content.length) {
                return Optional.of(Arrays.copyOfRange(content, (int) start, (int) end));
            }
            at = end + end % 2;
        }
        return Optional.empty();
    }

    /**
     * Refuses an image that is not as large as the canvas that the chunk VP8X gives (WebP container specification): of
     * an animation that begins with a part, or of a still image in a damaged file. What would show around it?
     *
     * @param size what the decoder will return
     */
    static void requireWholeCanvas(byte[] content, Size size, String name) {
        Optional<Size> canvas = find(content, "VP8X")
                .filter(data -> data.length >= 10)
                .map(data -> new Size(1 + unsigned24(data, 4), 1 + unsigned24(data, 7)));
        Optional<Size> still = stillSize(content);
        if (canvas.isPresent() && !canvas.get().equals(size)
                || still.isPresent() && !still.get().equals(size)) {
            throw new ImageException("%s: expected a WebP image of its canvas' size %s, found %s"
                    .formatted(name, canvas.orElse(size), still.orElse(size)));
        }
    }

    /** The size that the image itself gives; nothing for animations, whose images lie deeper (RFC 6386 section 9.1). */
    private static Optional<Size> stillSize(byte[] content) {
        Optional<Size> lossy = find(content, "VP8 ")
                .filter(data -> data.length >= 10)
                .map(data -> sides(unsigned24(data, 6) & 0x3fff, unsigned24(data, 7) >> 8 & 0x3fff));
        return lossy.or(() -> find(content, "VP8L")
                .filter(data -> data.length >= 5)
                .map(data -> sides(1 + (unsigned24(data, 1) & 0x3fff), 1 + (int) (unsigned(data, 1) >> 14 & 0x3fff))));
    }

    private static Size sides(int width, int height) {
        return new Size(Math.max(1, width), Math.max(1, height));
    }

    private static int unsigned24(byte[] data, int at) {
        return data[at] & 255 | (data[at + 1] & 255) << 8 | (data[at + 2] & 255) << 16;
    }

    private static long unsigned(byte[] content, int at) {
        return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(at) & 0xffffffffL;
    }
}
