// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import io.github.deepgen4j.model.image.webp.WebpFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The one text of an image's file that is a packet of XMP (ISO 16684-1): in PNG a text of this keyword, in JPEG a
 * segment of its own, in WebP a chunk (XMP specification, part 3, sections 1.1.3, 1.1.5 and 1.1.12).
 */
public final class Xmp {
    /** Keyword among the texts of a file, as PNG has it. */
    public static final String KEY = "XML:com.adobe.xmp";

    private static final byte[] JPEG_MARK = "http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.US_ASCII);
    private static final int APP1 = 0xe1;
    private static final int START_OF_SCAN = 0xda;
    private static final int MAX_SEGMENT = 0xffff;

    private Xmp() {}

    /** The packet, empty without one. */
    static byte[] packet(Map<String, String> texts) {
        return texts.getOrDefault(KEY, "").getBytes(StandardCharsets.UTF_8);
    }

    /** The segment APP1 of a packet, empty without one. */
    static byte[] segment(Map<String, String> texts) {
        byte[] packet = packet(texts);
        int length = 2 + JPEG_MARK.length + packet.length;
        if (packet.length == 0) {
            return packet;
        }
        if (length > MAX_SEGMENT) {
            throw new ImageException("a JPEG file holds XMP of at most %d bytes, found %d; write a PNG or WebP"
                    .formatted(MAX_SEGMENT, packet.length));
        }
        return ByteBuffer.allocate(2 + length)
                .putShort((short) (0xff00 | APP1))
                .putShort((short) length)
                .put(JPEG_MARK)
                .put(packet)
                .array();
    }

    /** The packet in a JPEG or WebP file. */
    static Optional<String> read(byte[] content, ImageFormat format) throws IOException {
        Optional<byte[]> packet = format == ImageFormat.WEBP ? new WebpFile(content).xmp() : inJpeg(content);
        return packet.map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** Looks through the segments before the compressed data. */
    private static Optional<byte[]> inJpeg(byte[] content) {
        int at = 2;
        while (at + 4 <= content.length && (content[at] & 255) == 0xff && (content[at + 1] & 255) != START_OF_SCAN) {
            int length = (content[at + 2] & 255) << 8 | content[at + 3] & 255;
            int end = Math.min(content.length, at + 2 + Math.max(2, length));
            int start = at + 4 + JPEG_MARK.length;
            if ((content[at + 1] & 255) == APP1
                    && start <= end
                    && Arrays.equals(content, at + 4, start, JPEG_MARK, 0, JPEG_MARK.length)) {
                return Optional.of(Arrays.copyOfRange(content, start, end));
            }
            at = end;
        }
        return Optional.empty();
    }
}
