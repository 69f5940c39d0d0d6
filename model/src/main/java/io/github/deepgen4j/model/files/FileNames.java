// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Names of files as text. Java reads and writes them in the encoding of the locale: one that is not UTF-8 cannot say
 * all of them, and makes U+FFFD of what it cannot read.
 */
public final class FileNames {
    /** Stands for bytes that are not text in the encoding in which they were read. */
    public static final String REPLACEMENT = "\uFFFD";

    private static final int LONGEST_HEAD = 100; // bytes; file systems allow 255, some of them 143
    private static final String TEMPORARY = ".deepgen.tmp";
    private static final SecureRandom RANDOM = new SecureRandom();

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

    /**
     * A name for a temporary file or folder beside the target: hidden, of nobody else, and hardly longer than the
     * target's so that no file system refuses it which takes that one.
     */
    static Path temporary(Path target) {
        String name = target.getFileName().toString();
        int end = 0;
        int bytes = 0;
        while (end < name.length()) {
            int character = name.codePointAt(end);
            bytes += Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > LONGEST_HEAD) {
                break;
            }
            end += Character.charCount(character);
        }
        return target.resolveSibling(
                "." + name.substring(0, end) + "." + HexFormat.of().toHexDigits(RANDOM.nextLong()) + TEMPORARY);
    }

    /** True for a name that {@link #temporary} makes. */
    static boolean isTemporary(Path path) {
        return path.getFileName().toString().matches("(?s)\\..+\\.[0-9a-f]{16}" + Pattern.quote(TEMPORARY));
    }
}
