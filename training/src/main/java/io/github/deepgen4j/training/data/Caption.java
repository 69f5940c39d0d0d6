// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.files.Utf8;
import java.util.regex.Pattern;

/**
 * The text of a sample as a run learns it: the same words give the same characters from every format of data, namely
 * those of a prompt that is typed. Files are in UTF-8; a byte order mark and blanks at both ends are taken off, line
 * ends become line feeds. Everything else stays: composed and decomposed letters are equal to the tokenizer.
 *
 * @param text never with a blank at an end; may be empty
 * @param trimmed true if something visible to no reader was taken off its ends, line ends aside
 */
record Caption(String text, boolean trimmed) {
    private static final Pattern LINE_END = Pattern.compile("\r\n?");

    /** No caption is longer. */
    static final int MAX_BYTES = 1 << 24;

    /** @throws BadSampleException if the bytes are no text in UTF-8, naming {@code where} and what they are instead */
    static Caption of(byte[] utf8, String where) {
        return of(decode(utf8, where), where);
    }

    /** @throws BadSampleException if it holds half a surrogate pair, or a NUL between other characters */
    static Caption of(String stored, String where) {
        int start = 0;
        int end = stored.length();
        while (start < end && isBlank(stored.codePointAt(start))) {
            start += Character.charCount(stored.codePointAt(start));
        }
        while (end > start && isBlank(stored.codePointBefore(end))) {
            end -= Character.charCount(stored.codePointBefore(end));
        }
        String inner = stored.substring(start, end);
        if (inner.indexOf('\0') >= 0) {
            throw new BadSampleException(where
                    + ": expected a text in UTF-8, found the character NUL in it (UTF-16 without a byte order mark?)");
        }
        if (inner.codePoints().anyMatch(c -> Character.MIN_SURROGATE <= c && c <= Character.MAX_SURROGATE)) {
            throw new BadSampleException(where + ": expected a text, found half a surrogate pair in it");
        }
        boolean trimmed =
                !(stored.substring(0, start) + stored.substring(end)).chars().allMatch(c -> c == '\n' || c == '\r');
        return new Caption(LINE_END.matcher(inner).replaceAll("\n"), trimmed);
    }

    /**
     * The characters of a file, its byte order mark included.
     *
     * @throws BadSampleException if they are not in UTF-8, or more than {@link #MAX_BYTES}
     */
    static String decode(byte[] bytes, String where) {
        if (bytes.length > MAX_BYTES) {
            throw new BadSampleException(
                    where + ": expected a text of at most " + MAX_BYTES + " bytes, found " + bytes.length);
        }
        return Utf8.decode(
                bytes,
                found -> new BadSampleException(
                        where + ": expected a text in UTF-8, found " + found + "; save it as UTF-8"));
    }

    /** White space and controls of Unicode, and what has no width: zero-width space, word joiner, byte order mark. */
    private static boolean isBlank(int c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.getType(c) == Character.CONTROL
                || c == 0x200B
                || c == 0x2060
                || c == 0xFEFF;
    }
}
