// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Names of files as text. Java reads and writes them in the encoding of the locale: one that is not UTF-8 cannot say
 * all of them, and makes U+FFFD of what it cannot read.
 */
public final class FileNames {
    /** Stands for bytes that are not text in the encoding in which they were read. */
    public static final String REPLACEMENT = "\uFFFD";

    private FileNames() {}

    /** The encoding in which this Java reads arguments and the names of files. */
    public static Charset encoding() {
        return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"), StandardCharsets.UTF_8);
    }

    /**
     * Refuses a name that this Java has read, or would say, with replacement characters for lack of UTF-8.
     *
     * @throws FileException naming the encoding, and how to start Java with another
     */
    public static void requireSayable(String name) {
        requireSayable(name, encoding());
    }

    static void requireSayable(String name, Charset encoding) {
        if (!encoding.equals(StandardCharsets.UTF_8)
                && (name.contains(REPLACEMENT) || !encoding.newEncoder().canEncode(name))) {
            throw new FileException(name + ": a name of a file that is not text in " + encoding
                    + ", in which this Java reads names; start it with LC_ALL=C.UTF-8 in its environment");
        }
    }
}
