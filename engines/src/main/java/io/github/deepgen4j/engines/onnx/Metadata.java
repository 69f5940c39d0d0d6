// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.onnx;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The metadata of an ONNX file ({@code metadata_props} of {@code onnx/onnx: onnx/onnx.proto}), read by itself: ONNX
 * Runtime's Java interface damages characters outside of the basic plane.
 */
final class Metadata {
    private static final int METADATA = 14;
    private static final int LONGEST = 16 << 20;

    private Metadata() {}

    /** Empty if there are none; a damaged file ends what is read, not the program. */
    static Map<String, String> read(Path file) throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        try (InputStream content = new BufferedInputStream(Files.newInputStream(file));
                DataInputStream data = new DataInputStream(content)) {
            for (long tag = varint(data); tag >= 0; tag = varint(data)) {
                if (tag == (METADATA << 3 | 2)) {
                    entry(bytes(data), entries);
                } else {
                    skip(data, tag);
                }
            }
        }
        return entries;
    }

    private static void entry(byte[] message, Map<String, String> entries) throws IOException {
        String[] texts = {"", ""};
        DataInputStream data = new DataInputStream(new java.io.ByteArrayInputStream(message));
        for (long tag = varint(data); tag >= 0; tag = varint(data)) {
            if (tag == (1 << 3 | 2) || tag == (2 << 3 | 2)) {
                texts[(int) (tag >> 3) - 1] = new String(bytes(data), StandardCharsets.UTF_8);
            } else {
                skip(data, tag);
            }
        }
        entries.put(texts[0], texts[1]);
    }

    private static byte[] bytes(DataInputStream data) throws IOException {
        long length = varint(data);
        if (length < 0 || length > LONGEST) {
            throw new IOException("metadata of " + length + " bytes");
        }
        return data.readNBytes((int) length);
    }

    private static void skip(DataInputStream data, long tag) throws IOException {
        switch ((int) (tag & 7)) {
            case 0 -> varint(data);
            case 1 -> data.skipNBytes(Long.BYTES);
            case 2 -> data.skipNBytes(Math.max(0, varint(data)));
            case 5 -> data.skipNBytes(Integer.BYTES);
            default -> throw new IOException("no field of a protocol buffer");
        }
    }

    /** -1 at the end. */
    private static long varint(DataInputStream data) throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int read = data.read();
            if (read < 0) {
                return -1;
            }
            value |= (long) (read & 0x7f) << shift;
            if (read < 0x80) {
                return value;
            }
        }
        throw new IOException("no number of a protocol buffer");
    }
}
