// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a WebP file without loss (RFC 9649 section 2); {@link WebpFile} reads it. */
public final class WebpWriter {
    /** The longest side that the format can hold, in pixels. */
    public static final int MAX_SIDE = LosslessEncoder.MAX_SIDE;

    private static final int HAS_EXIF = 8;
    private static final int HAS_XMP = 4;
    private static final int CHUNK_HEAD = 8;
    private static final int CANVAS_BYTES = 10;

    private WebpWriter() {}

    /**
     * The bytes of a file.
     *
     * @param rgb three bytes a pixel, row by row
     * @param exif a block of EXIF, empty for none
     * @param xmp a packet of XMP, empty for none
     */
    public static byte[] write(int width, int height, byte[] rgb, byte[] exif, byte[] xmp) {
        byte[] image = LosslessEncoder.encode(width, height, rgb);
        int flags = (exif.length > 0 ? HAS_EXIF : 0) | (xmp.length > 0 ? HAS_XMP : 0);
        int size = 4 + chunkSize(image.length) + optionalSize(exif) + optionalSize(xmp);
        size += flags == 0 ? 0 : chunkSize(CANVAS_BYTES);
        ByteBuffer file = ByteBuffer.allocate(CHUNK_HEAD + size).order(ByteOrder.LITTLE_ENDIAN);
        file.put(letters("RIFF")).putInt(size).put(letters("WEBP"));
        if (flags != 0) {
            put(file, "VP8X", canvas(flags, width, height));
        }
        put(file, "VP8L", image);
        putIfAny(file, "EXIF", exif);
        putIfAny(file, "XMP ", xmp);
        return file.array();
    }

    private static int optionalSize(byte[] data) {
        return data.length == 0 ? 0 : chunkSize(data.length);
    }

    private static void putIfAny(ByteBuffer file, String name, byte[] data) {
        if (data.length > 0) {
            put(file, name, data);
        }
    }

    private static byte[] canvas(int flags, int width, int height) {
        return ByteBuffer.allocate(CANVAS_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(flags)
                .putShort((short) (width - 1))
                .put((byte) (width - 1 >> 16))
                .putShort((short) (height - 1))
                .put((byte) (height - 1 >> 16))
                .array();
    }

    private static int chunkSize(int length) {
        return CHUNK_HEAD + length + length % 2;
    }

    private static void put(ByteBuffer file, String name, byte[] data) {
        file.put(letters(name)).putInt(data.length).put(data);
        if (data.length % 2 == 1) {
            file.put((byte) 0);
        }
    }

    private static byte[] letters(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
