// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.json;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * A JSON value: an object, array, string, number, boolean or null, or the missing value that {@link #path} finds where
 * there is none. Objects can be added to; everything else does not change. Methods are named as in Jackson.
 */
public final class JsonNode implements Iterable<JsonNode> {
    private static final JsonNode MISSING = new JsonNode(new Object());
    private static final JsonNode NULL = new JsonNode(null);

    private final Object value; // Map<String, JsonNode>, List<JsonNode>, String, Long, BigInteger, Double, Boolean

    private JsonNode(Object value) {
        this.value = value;
    }

    /** An object without fields. */
    public static JsonNode object() {
        return new JsonNode(new LinkedHashMap<String, JsonNode>());
    }

    /**
     * The JSON of maps, collections, strings, numbers, enums (by name), booleans and nulls.
     *
     * @throws IllegalArgumentException for a value of another class
     */
    public static JsonNode of(Object plain) {
        return switch (plain) {
            case null -> NULL;
            case JsonNode node -> node;
            case Map<?, ?> map -> {
                JsonNode object = object();
                map.forEach((name, entry) -> object.put(String.valueOf(name), entry));
                yield object;
            }
            case Collection<?> items -> {
                List<JsonNode> array = new ArrayList<>(items.size());
                items.forEach(item -> array.add(of(item)));
                yield new JsonNode(array);
            }
            case Integer number -> new JsonNode(number.longValue());
            case BigInteger number ->
                new JsonNode(number.bitLength() < Long.SIZE ? (Object) number.longValue() : number);
            case Float number -> new JsonNode(number.doubleValue());
            case String _, Long _, Double _, Boolean _ -> new JsonNode(plain);
            case Enum<?> constant -> new JsonNode(constant.name());
            default -> throw new IllegalArgumentException("expected a value of JSON, found " + plain.getClass());
        };
    }

    // ---- kinds ----

    public boolean isObject() {
        return value instanceof Map;
    }

    public boolean isArray() {
        return value instanceof List;
    }

    /** True for objects and arrays. */
    public boolean isContainer() {
        return isObject() || isArray();
    }

    public boolean isString() {
        return value instanceof String;
    }

    public boolean isNumber() {
        return value instanceof Number;
    }

    /** True for a number written without fraction and exponent. */
    public boolean isIntegralNumber() {
        return value instanceof Long || value instanceof BigInteger;
    }

    /** True for a whole number outside of the range of long. */
    public boolean isBigInteger() {
        return value instanceof BigInteger;
    }

    public boolean isBoolean() {
        return value instanceof Boolean;
    }

    public boolean isNull() {
        return value == null;
    }

    /** True for what {@link #path} returns where there is nothing. */
    public boolean isMissingNode() {
        return this == MISSING;
    }

    /** The kind in a message, such as {@code object} or {@code number}. */
    public String kind() {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> _ -> "object";
            case List<?> _ -> "array";
            case String _ -> "string";
            case Number _ -> "number";
            case Boolean _ -> "boolean";
            default -> "missing";
        };
    }

    // ---- values ----

    /** @throws ClassCastException if it is no string */
    public String stringValue() {
        return (String) value;
    }

    /** A string's text, otherwise the JSON of a scalar; empty for containers, null and what is missing. */
    public String asString() {
        return isString() ? stringValue() : isNumber() || isBoolean() ? value.toString() : "";
    }

    /** @throws ClassCastException if it is no boolean */
    public boolean booleanValue() {
        return (Boolean) value;
    }

    /** The boolean, or the fallback for everything else. */
    public boolean asBoolean(boolean fallback) {
        return isBoolean() ? booleanValue() : fallback;
    }

    /** True for a whole number in the range of int. */
    public boolean canConvertToInt() {
        return value instanceof Long number && number.intValue() == number;
    }

    /** True for a whole number in the range of long. */
    public boolean canConvertToLong() {
        return value instanceof Long;
    }

    /** @throws ClassCastException if it is no number */
    public int intValue() {
        return ((Number) value).intValue();
    }

    /** @throws ClassCastException if it is no number */
    public long longValue() {
        return ((Number) value).longValue();
    }

    /** A number as long; 0 for everything else. */
    public long asLong() {
        return isNumber() ? longValue() : 0;
    }

    /** @throws ClassCastException if it is no number */
    public double doubleValue() {
        return ((Number) value).doubleValue();
    }

    // ---- contents ----

    @SuppressWarnings("unchecked")
    private Map<String, JsonNode> fields() {
        return isObject() ? (Map<String, JsonNode>) value : Map.of();
    }

    @SuppressWarnings("unchecked")
    private List<JsonNode> items() {
        return isArray() ? (List<JsonNode>) value : List.of();
    }

    /** The value of a field, or null if there is none or this is no object. */
    public JsonNode get(String field) {
        return fields().get(field);
    }

    /** The value of a field, or the missing value. */
    public JsonNode path(String field) {
        return fields().getOrDefault(field, MISSING);
    }

    public boolean has(String field) {
        return fields().containsKey(field);
    }

    /** True for a field that is there and not null. */
    public boolean hasNonNull(String field) {
        return has(field) && !get(field).isNull();
    }

    /** Names of an object's fields, in order. */
    public Collection<String> propertyNames() {
        return fields().keySet();
    }

    /** Gives each field of an object, in order. */
    public void forEachEntry(BiConsumer<String, JsonNode> consumer) {
        fields().forEach(consumer);
    }

    /** Number of fields or items; 0 for what is no container. */
    public int size() {
        return isObject() ? fields().size() : items().size();
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    /** The items of an array, or the values of an object. */
    public Stream<JsonNode> stream() {
        return isObject() ? fields().values().stream() : items().stream();
    }

    @Override
    public Iterator<JsonNode> iterator() {
        return isObject() ? fields().values().iterator() : items().iterator();
    }

    /**
     * Sets a field of an object, to anything that {@link #of} takes.
     *
     * @throws IllegalStateException if this is no object
     */
    @SuppressWarnings("unchecked")
    public JsonNode put(String field, Object plain) {
        if (!isObject()) {
            throw new IllegalStateException("a JSON " + kind() + " has no fields");
        }
        ((Map<String, JsonNode>) value).put(field, of(plain));
        return this;
    }

    // ---- whole ----

    Object value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonNode node && Objects.equals(node.value, value);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(value);
    }

    /** This value in JSON, on one line. */
    @Override
    public String toString() {
        return isMissingNode() ? "" : Json.write(this);
    }
}
