// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.data;

import java.util.Locale;

/**
 * One string literal of Python source: prefix, quotes and escapes.
 *
 * @param value the text between the quotes, escapes resolved
 * @param formatted of the form {@code f"..."}, whose braces hold expressions
 * @param end index after the closing quote
 */
record PythonString(String value, boolean formatted, int end) {
    private static final String SINGLE = "\\'\"abfnrtv";
    private static final String MEANT = "\\'\"\u0007\b\f\n\r\t\u000B";

    /** True if a string literal without {@code b} begins here. */
    static boolean begins(String source, int at) {
        int quote = quote(source, at);
        return quote >= 0
                && source.substring(at, quote).toLowerCase(Locale.ROOT).matches("|r|u|f|rf|fr");
    }

    /** Index of the quote after at most two letters; -1 if there is none. */
    private static int quote(String source, int at) {
        int quote = at;
        while (quote < source.length() && quote < at + 2 && "rRuUfFbB".indexOf(source.charAt(quote)) >= 0) {
            quote++;
        }
        return quote < source.length() && "'\"".indexOf(source.charAt(quote)) >= 0 ? quote : -1;
    }

    /**
     * Reads the literal that {@link #begins} here.
     *
     * @throws IllegalArgumentException if it does not end, or an escape is none
     */
    static PythonString read(String source, int at) {
        int quote = quote(source, at);
        String prefix = source.substring(at, quote).toLowerCase(Locale.ROOT);
        String mark = source.substring(quote, quote + 1);
        String end = source.startsWith(mark.repeat(3), quote) ? mark.repeat(3) : mark;
        StringBuilder text = new StringBuilder();
        int i = quote + end.length();
        while (!source.startsWith(end, i)) {
            if (i >= source.length() || source.charAt(i) == '\n' && end.length() == 1) {
                throw new IllegalArgumentException("a string is not closed");
            }
            if (source.charAt(i) != '\\') {
                text.append(source.charAt(i++));
            } else if (prefix.contains("r")) {
                text.append(source, i, Math.min(i + 2, source.length()));
                i += 2;
            } else {
                i = escape(source, i + 1, text);
            }
        }
        return new PythonString(text.toString(), prefix.contains("f"), i + end.length());
    }

    /** Appends what the escape means; returns the index after it. An unknown one stays as it is written. */
    private static int escape(String source, int at, StringBuilder text) {
        if (at >= source.length()) {
            throw new IllegalArgumentException("a string is not closed");
        }
        char kind = source.charAt(at);
        int single = SINGLE.indexOf(kind);
        if (single >= 0) {
            text.append(MEANT.charAt(single));
            return at + 1;
        }
        return switch (kind) {
            case '\n' -> at + 1;
            case 'x' -> code(source, at + 1, 2, 16, text);
            case 'u' -> code(source, at + 1, 4, 16, text);
            case 'U' -> code(source, at + 1, 8, 16, text);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> code(source, at, octal(source, at), 8, text);
            case 'N' -> named(source, at + 1, text);
            default -> {
                text.append('\\').append(kind);
                yield at + 1;
            }
        };
    }

    private static int octal(String source, int at) {
        int digits = 1;
        while (digits < 3
                && at + digits < source.length()
                && source.charAt(at + digits) >= '0'
                && source.charAt(at + digits) <= '7') {
            digits++;
        }
        return digits;
    }

    private static int code(String source, int at, int digits, int radix, StringBuilder text) {
        try {
            String number = source.substring(at, at + digits);
            if (!number.matches("[0-9a-fA-F]+")) {
                throw new IllegalArgumentException("an escape expected digits, found " + number);
            }
            text.appendCodePoint((int) Long.parseLong(number, radix));
            return at + digits;
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("an escape expected " + digits + " digits", e);
        }
    }

    private static int named(String source, int at, StringBuilder text) {
        int end = source.indexOf('}', at);
        if (end < 0 || source.charAt(at) != '{') {
            throw new IllegalArgumentException("an escape expected the name of a character");
        }
        text.appendCodePoint(Character.codePointOf(source.substring(at + 1, end)));
        return end + 1;
    }
}
