// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.onnx;

import io.github.deepgen4j.model.files.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checksum of a file of any size. */
public final class FileSum {
    private static final int BLOCK = 1 << 20;

    private FileSum() {}

    /** SHA-256 of the content in lower-case hexadecimal. */
    public static String sha256(Path file) throws IOException {
        Digest digest = Digest.sha256();
        try (InputStream content = Files.newInputStream(file)) {
            byte[] part = new byte[BLOCK];
            for (int read = content.read(part); read >= 0; read = content.read(part)) {
                digest.add(ByteBuffer.wrap(part, 0, read));
            }
        }
        return digest.hex();
    }
}
