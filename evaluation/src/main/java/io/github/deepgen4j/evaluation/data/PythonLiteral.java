// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.data;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Python literals, as judges are asked to write them and official scripts read them ({@code ast.literal_eval}): lists,
 * tuples, sets, dictionaries, strings with both kinds of quotes, numbers, {@code True}, {@code False}, {@code None}.
 * Bytes and complex numbers are not read.
 */
public final class PythonLiteral {
    private static final Pattern NUMBER = Pattern.compile("0[xX](_?[0-9a-fA-F])+|0[oO](_?[0-7])+|0[bB](_?[01])+"
            + "|(?:\\d(?:_?\\d)*\\.?(?:\\d(?:_?\\d)*)?|\\.\\d(?:_?\\d)*)(?:[eE][+-]?\\d(?:_?\\d)*)?");
    private static final int DEEPEST = 100;

    private final String source;
    private int at;
    private int depth;

    private PythonLiteral(String source) {
        this.source = source;
    }

    /** A tuple, which is no list to whoever asks for one. */
    public record Tuple(List<Object> items) {
        @Override
        public String toString() {
            return items.toString();
        }
    }

    /**
     * The value of one literal: List, {@link Tuple}, Set, Map, String, Long, BigInteger, Double, Boolean or null.
     *
     * @throws IllegalArgumentException if it is none, or something follows it
     */
    public static Object read(String text) {
        var reader = new PythonLiteral(text);
        reader.space();
        Object value = reader.tuple();
        reader.anySpace();
        if (reader.at < text.length()) {
            throw reader.expected("the end");
        }
        return value;
    }

    /** A list of strings as Python prints it: in single quotes, in double ones where a text has only an apostrophe. */
    public static String list(List<String> texts) {
        return texts.stream().map(PythonLiteral::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String text) {
        char mark = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder quoted = new StringBuilder().append(mark);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c == mark) {
                        quoted.append('\\').append(mark);
                    } else if (printable(c)) {
                        quoted.appendCodePoint(c);
                    } else {
                        quoted.append(String.format(
                                Locale.ROOT, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
                    }
                }
            }
        });
        return quoted.append(mark).toString();
    }

    /** As {@code str.isprintable}. */
    private static boolean printable(int c) {
        return c == ' '
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SPACE_SEPARATOR -> false;
                    default -> true;
                };
    }

    /** A value, or several with commas between them. */
    private Object tuple() {
        Object first = value();
        space();
        if (!next(",")) {
            return first;
        }
        List<Object> items = new ArrayList<>();
        items.add(first);
        while (take(",")) {
            space();
            if (at == source.length() || next(")") || next("\n")) {
                break;
            }
            items.add(value());
            space();
        }
        return new Tuple(items);
    }

    private Object value() {
        space();
        if (at == source.length()) {
            throw expected("a value");
        }
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException("expected at most " + DEEPEST + " brackets in each other");
        }
        Object value = switch (source.charAt(at)) {
            case '[' -> items("[", "]");
            case '(' -> parentheses();
            case '{' -> braces();
            case '+', '-' -> signed();
            default -> atom();
        };
        depth--;
        return value;
    }

    private Object parentheses() {
        int start = at;
        List<Object> items = items("(", ")");
        int last = at;
        // one value without a comma is the value itself
        if (items.size() == 1 && !endsWithComma(start, last)) {
            return items.getFirst();
        }
        return new Tuple(items);
    }

    private boolean endsWithComma(int start, int end) {
        String inside = source.substring(start, end - 1).stripTrailing();
        return inside.endsWith(",") || lastBeforeComment(inside).endsWith(",");
    }

    private static String lastBeforeComment(String inside) {
        int comment = inside.lastIndexOf('#');
        return comment < 0 ? inside : inside.substring(0, comment).stripTrailing();
    }

    private List<Object> items(String open, String close) {
        List<Object> items = new ArrayList<>();
        take(open);
        anySpace();
        while (!take(close)) {
            items.add(value());
            anySpace();
            if (!take(",") && !next(close)) {
                throw expected("a comma or " + close);
            }
            anySpace();
        }
        return items;
    }

    private Object braces() {
        take("{");
        anySpace();
        if (take("}")) {
            return Map.of();
        }
        Object first = value();
        anySpace();
        return next(":") ? map(first) : set(first);
    }

    private Map<Object, Object> map(Object first) {
        Map<Object, Object> map = new LinkedHashMap<>();
        Object key = first;
        while (true) {
            if (!take(":")) {
                throw expected("a colon");
            }
            anySpace();
            map.put(key, value());
            anySpace();
            boolean comma = take(",");
            anySpace();
            if (take("}")) {
                return map;
            }
            if (!comma) {
                throw expected("a comma or }");
            }
            key = value();
            anySpace();
        }
    }

    private Set<Object> set(Object first) {
        Set<Object> set = new LinkedHashSet<>();
        set.add(first);
        while (true) {
            boolean comma = take(",");
            anySpace();
            if (take("}")) {
                return set;
            }
            if (!comma) {
                throw expected("a comma or }");
            }
            set.add(value());
            anySpace();
        }
    }

    private Object signed() {
        boolean negative = source.charAt(at) == '-';
        at++;
        space();
        return switch (value()) {
            case Long number -> negative ? (Object) (-number) : number;
            case Double number -> negative ? (Object) (-number) : number;
            case BigInteger number -> negative ? number.negate() : number;
            case null, default -> throw expected("a number");
        };
    }

    private Object atom() {
        if (PythonString.begins(source, at)) {
            return strings();
        }
        for (String word : List.of("True", "False", "None")) {
            if (next(word) && !identifier(at + word.length())) {
                at += word.length();
                return word.equals("None") ? null : (Object) word.equals("True");
            }
        }
        Matcher number = NUMBER.matcher(source).region(at, source.length());
        if (number.lookingAt() && !identifier(number.end())) {
            at = number.end();
            return number(number.group().replace("_", ""));
        }
        throw expected("a literal");
    }

    private boolean identifier(int index) {
        return index < source.length() && Character.isUnicodeIdentifierPart(source.charAt(index));
    }

    private Object number(String digits) {
        if (digits.matches("0[xX].*|0[oO].*|0[bB].*")) {
            int radix = switch (Character.toLowerCase(digits.charAt(1))) {
                case 'x' -> 16;
                case 'o' -> 8;
                default -> 2;
            };
            return whole(new BigInteger(digits.substring(2), radix));
        }
        if (!digits.matches("\\d+")) {
            return Double.parseDouble(digits);
        }
        if (digits.matches("0+[1-9].*")) {
            throw expected("a number without leading zeros");
        }
        return whole(new BigInteger(digits));
    }

    private static Object whole(BigInteger number) {
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    /** Neighbouring strings are one. */
    private String strings() {
        StringBuilder text = new StringBuilder();
        do {
            PythonString string = PythonString.read(source, at);
            if (string.formatted()) {
                throw expected("a literal");
            }
            text.append(string.value());
            at = string.end();
            space();
        } while (PythonString.begins(source, at));
        return text.toString();
    }

    private boolean next(String token) {
        return source.startsWith(token, at);
    }

    private boolean take(String token) {
        boolean there = next(token);
        at += there ? token.length() : 0;
        return there;
    }

    /** Within brackets lines do not end a literal. */
    private void space() {
        if (depth > 0) {
            anySpace();
        } else {
            skip(" \t\f");
        }
    }

    private void anySpace() {
        skip(" \t\f\r\n");
        while (next("#")) {
            int end = source.indexOf('\n', at);
            at = end < 0 ? source.length() : end;
            skip(" \t\f\r\n");
        }
    }

    private void skip(String characters) {
        while (at < source.length() && characters.indexOf(source.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException expected(String what) {
        String found = at >= source.length() ? "the end" : source.substring(at, Math.min(at + 20, source.length()));
        return new IllegalArgumentException(
                String.format(Locale.ROOT, "character %d: expected %s, found %s", at + 1, what, found));
    }
}
