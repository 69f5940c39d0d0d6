// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of text as other programs write them: strict UTF-8, a byte order mark left out. */
public final class TextFile {
    private static final long MOST_BYTES = 256L << 20; // a tokenizer has 11 MB

    private TextFile() {}

    /**
     * Reads a whole file.
     *
     * @throws ConfigException if it is absent, no regular file, empty, of another kind, too large or not in UTF-8
     */
    public static String read(Path file) {
        return read(file, "text");
    }

    /** @param what the kind of text that is expected, for messages */
    static String read(Path file, String what) {
        FileStart.fault(file).ifPresent(fault -> {
            throw new ConfigException(file + ": " + fault);
        });
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new ConfigException("%s: expected at most %d bytes of %s, found %d"
                        .formatted(file, MOST_BYTES, what, Files.size(file)));
            }
            return decode(Files.readAllBytes(file), file.toString(), what);
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read (" + e + ")", e);
        }
    }

    static String decode(byte[] content, String name, String what) {
        return Utf8.text(
                content,
                found -> new ConfigException(
                        name + ": expected " + what + " in UTF-8, found " + found + "; fetch the file again"));
    }
}
