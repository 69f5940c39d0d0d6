// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import io.github.deepgen4j.model.files.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Compares what lies on the disk with what the hub announced. */
final class Checksum {
    private static final int BUFFER = 1 << 20;

    private Checksum() {}

    /**
     * True if a file has the announced size and checksum; reads it whole.
     *
     * @param progress is given the number of bytes of each piece read
     */
    static boolean matches(Path path, HubFile file, LongConsumer progress) {
        try {
            return Files.isRegularFile(path)
                    && Files.size(path) == file.size()
                    && of(path, file, progress).equals(file.oid());
        } catch (IOException e) {
            throw new HubException(path + ": cannot be read (" + e + ")", e);
        }
    }

    /** SHA-256 of the content, or git's SHA-1: of {@code "blob " + size + "\0"} and the content. */
    private static String of(Path path, HubFile file, LongConsumer progress) throws IOException {
        Digest digest = file.hasSha256() ? Digest.sha256() : Digest.sha1().add("blob " + file.size() + "\0");
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(path)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.add(ByteBuffer.wrap(buffer, 0, read));
                progress.accept(read);
            }
        }
        return digest.hex();
    }
}
