// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.yaml;

import java.lang.invoke.MethodType;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Single values of each type; the type of a field decides what its text means. */
final class Scalars {
    private static final String INTEGER = "[-+]?\\d[\\d_]*";
    private static final String NUMBER = "[-+]?(\\d[\\d_]*\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?";
    private static final Set<Class<?>> INTEGERS = Set.of(int.class, long.class);
    private static final Set<Class<?>> TEXTS = Set.of(String.class, Path.class, URI.class);

    private final Schema schema;

    Scalars(Schema schema) {
        this.schema = schema;
    }

    boolean has(Class<?> boxed) {
        Class<?> type = unboxed(boxed);
        return INTEGERS.contains(type)
                || TEXTS.contains(type)
                || type == double.class
                || type == boolean.class
                || schema.isConstant(type);
    }

    String expected(Class<?> boxed) {
        Class<?> type = unboxed(boxed);
        if (type == int.class) {
            return "a whole number of at most " + Integer.MAX_VALUE;
        }
        if (type == long.class) {
            return "a whole number of at most " + Long.MAX_VALUE;
        }
        if (type == double.class) {
            return "a number";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (schema.isConstant(type)) {
            return "one of " + String.join(", ", schema.constantsOf(type).keySet());
        }
        return type == String.class ? "text" : type == Path.class ? "the path of a file or folder" : "an address";
    }

    /** The value of a text; empty if it is none of this type. */
    Optional<Object> value(String text, Class<?> boxed) {
        Class<?> type = unboxed(boxed);
        try {
            if (INTEGERS.contains(type)) {
                return integer(text).map(value -> type == int.class ? (Object) Math.toIntExact(value) : value);
            }
            if (type == double.class) {
                return number(text);
            }
            if (type == boolean.class) {
                return Optional.ofNullable(Map.of("true", true, "false", false).get(text.toLowerCase(Locale.ROOT)));
            }
            if (schema.isConstant(type)) {
                return Optional.ofNullable(schema.constantsOf(type).get(text));
            }
            if (type == String.class) {
                return Optional.of(text);
            }
            return text.isBlank()
                    ? Optional.empty()
                    : Optional.of(type == Path.class ? Path.of(text) : URI.create(text));
        } catch (ArithmeticException | IllegalArgumentException e) { // also invalid paths and numbers
            return Optional.empty();
        }
    }

    /** Types of values in maps and lists are classes. */
    private static Class<?> unboxed(Class<?> type) {
        return MethodType.methodType(type).unwrap().returnType();
    }

    /** Also {@code 1e3}, which is whole. */
    private static Optional<Long> integer(String text) {
        if (text.matches(INTEGER)) {
            return Optional.of(Long.parseLong(text.replace("_", "")));
        }
        Optional<Object> number = number(text);
        double value = number.map(Double.class::cast).orElse(0.5);
        return value == Math.rint(value) && Math.abs(value) < 1L << 53 ? Optional.of((long) value) : Optional.empty();
    }

    private static Optional<Object> number(String text) {
        if (!text.matches(NUMBER)) {
            return Optional.empty();
        }
        double value = Double.parseDouble(text.replace("_", ""));
        return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
    }
}
