// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Function;

/** Text from bytes in UTF-8, or a refusal that says what they are instead; nothing is replaced by U+FFFD. */
public final class Utf8 {
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int MARK_BYTES = 4; // of the longest byte order mark

    private Utf8() {}

    /**
     * The text of a file, without a byte order mark. What has a NUL as first or second byte is refused as UTF-16.
     *
     * @param refusal makes the exception from what was found, such as "UTF-16 (by its byte order mark)"
     */
    public static String text(byte[] bytes, Function<String, ? extends RuntimeException> refusal) {
        if (bytes.length > 1 && (bytes[0] == 0 || bytes[1] == 0)) {
            throw refusal.apply("UTF-16 (without a byte order mark)");
        }
        return withoutMark(decode(bytes, refusal));
    }

    /** A text without the byte order mark that it may begin with. */
    public static String withoutMark(String text) {
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /** All characters, a byte order mark and every NUL included; else as {@link #text}. */
    public static String decode(byte[] bytes, Function<String, ? extends RuntimeException> refusal) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // reports what is malformed
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        if (decoder.decode(in, out, true).isError()) {
            throw refusal.apply(encoding(bytes, in.position()));
        }
        return out.flip().toString();
    }

    private static String encoding(byte[] bytes, int at) {
        String start = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, MARK_BYTES));
        if (start.startsWith("fffe0000") || start.startsWith("0000feff")) {
            return "UTF-32 (by its byte order mark)";
        }
        if (start.startsWith("fffe") || start.startsWith("feff")) {
            return "UTF-16 (by its byte order mark)";
        }
        return "byte 0x" + HexFormat.of().toHexDigits(bytes[at]) + " at place " + at
                + ", as in Latin-1, Windows-1252 or another encoding of single bytes";
    }
}
