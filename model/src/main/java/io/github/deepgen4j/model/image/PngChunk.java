// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/** A piece of a PNG file: length, four letters, data, checksum (PNG specification, section 5). */
record PngChunk(String type, byte[] data) {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int CHECKSUM_BYTES = 4;
    private static final int MIN_BYTES = 8 + CHECKSUM_BYTES; // length, letters, no data

    /** Text and EXIF of one file together; a recipe is a few kilobytes. */
    private static final int MAX_BYTES = 1 << 20;

    static boolean isPng(byte[] start) {
        return start.length >= SIGNATURE.length
                && Arrays.equals(start, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    static byte[] file(List<PngChunk> chunks) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        for (PngChunk chunk : chunks) {
            byte[] name = chunk.type.getBytes(StandardCharsets.ISO_8859_1);
            out.writeBytes(word(chunk.data.length));
            out.writeBytes(name);
            out.writeBytes(chunk.data);
            out.writeBytes(word((int) checksum(name, chunk.data)));
        }
        return out.toByteArray();
    }

    /**
     * The chunks of the wanted types, in the order of the file; all others are skipped unread.
     *
     * @param name what error messages call the stream
     * @throws ImageException if it is no PNG, is cut off, holds more than {@link #MAX_BYTES} of them or one is damaged
     */
    static List<PngChunk> read(InputStream stream, String name, Set<String> wanted) throws IOException {
        var in = new DataInputStream(stream);
        if (!isPng(in.readNBytes(SIGNATURE.length))) {
            throw new ImageException(name + ": expected a PNG file, found other content");
        }
        List<PngChunk> chunks = new ArrayList<>();
        long total = 0;
        try {
            while (true) {
                long length = in.readInt() & 0xffffffffL;
                byte[] type = in.readNBytes(4);
                String letters = new String(type, StandardCharsets.ISO_8859_1);
                if (letters.equals("IEND")) {
                    return chunks;
                }
                if (!wanted.contains(letters)) {
                    in.skipNBytes(length + CHECKSUM_BYTES);
                    continue;
                }
                total += length;
                if (total > MAX_BYTES) {
                    throw new ImageException("%s: expected at most %d bytes of text, found %d or more"
                            .formatted(name, MAX_BYTES, total));
                }
                byte[] data = new byte[(int) length];
                in.readFully(data);
                if (in.readInt() != (int) checksum(type, data)) {
                    throw new ImageException(name + ": checksum of the PNG chunk " + letters + " is wrong");
                }
                chunks.add(new PngChunk(letters, data));
            }
        } catch (EOFException e) {
            throw new ImageException(name + ": the PNG file is cut off, its chunk IEND is missing", e);
        }
    }

    /**
     * Goes through all chunks to the last, IEND.
     *
     * @throws ImageException if the file is cut off or the checksum of a chunk is wrong
     */
    static void requireIntact(byte[] content, String name) {
        ByteBuffer file = ByteBuffer.wrap(content);
        int at = SIGNATURE.length;
        while (at + MIN_BYTES <= content.length) {
            long length = file.getInt(at) & 0xffffffffL;
            long end = at + length + MIN_BYTES;
            if (end > content.length) {
                break;
            }
            String letters = new String(content, at + 4, 4, StandardCharsets.ISO_8859_1);
            var crc = new CRC32();
            crc.update(content, at + 4, 4 + (int) length);
            if ((int) crc.getValue() != file.getInt((int) end - CHECKSUM_BYTES)) {
                throw new ImageException(name + ": checksum of the PNG chunk " + letters + " is wrong");
            }
            if (letters.equals("IEND")) {
                return;
            }
            at = (int) end;
        }
        throw new ImageException(name + ": the PNG file is cut off, its chunk IEND is missing");
    }

    private static byte[] word(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    private static long checksum(byte[] type, byte[] data) {
        var crc = new CRC32();
        crc.update(type);
        crc.update(data);
        return crc.getValue();
    }
}
