// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import io.github.deepgen4j.model.json.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * One JSON object of a component's {@code config.json}: typed access with ranges, and errors that name the file, the
 * field, what was expected and what was found. A field that is null counts as absent.
 */
public final class ConfigFile {
    private static final int MOST_ENTRIES = 10_000;
    private static final int SHOWN = 60; // characters of a value in a message

    private final String where;
    private final JsonNode node;

    private ConfigFile(String where, JsonNode node) {
        this.where = where;
        this.node = node;
    }

    /**
     * Reads a file holding one JSON object.
     *
     * @throws ConfigException if the file is absent, unreadable or not an object
     */
    public static ConfigFile read(Path file) {
        return new ConfigFile(file.toString(), JsonFile.object(file));
    }

    /**
     * One JSON object of a text.
     *
     * @param where the file and the place that it was found in, for messages
     */
    public static ConfigFile of(String json, String where) {
        return new ConfigFile(where, JsonFile.object(json.getBytes(StandardCharsets.UTF_8), where));
    }

    /** True for a field that is there and not null. */
    public boolean has(String field) {
        return node.hasNonNull(field);
    }

    /** True for a field that is absent, null or an object or array without content. */
    public boolean isEmpty(String field) {
        return !has(field) || node.get(field).isContainer() && node.get(field).isEmpty();
    }

    /** Names of the fields, those that are null included. */
    public Collection<String> fields() {
        return node.propertyNames();
    }

    /** The JSON text of a field's value; {@code null} for one that is absent. */
    public String json(String field) {
        return node.path(field).isMissingNode() ? "null" : node.get(field).toString();
    }

    /**
     * Objects of the fields that share a prefix up to the first dot; fields without a dot are under an empty name.
     */
    public Map<String, ConfigFile> byPrefix() {
        Map<String, JsonNode> parts = new TreeMap<>();
        node.forEachEntry((field, value) -> {
            int dot = field.indexOf('.');
            parts.computeIfAbsent(field.substring(0, Math.max(0, dot)), _ -> JsonNode.object())
                    .put(field.substring(dot + 1), value);
        });
        Map<String, ConfigFile> byPrefix = new TreeMap<>();
        parts.forEach((prefix, part) -> byPrefix.put(prefix, new ConfigFile((where + " " + prefix).strip(), part)));
        return byPrefix;
    }

    /** A nested object. */
    public ConfigFile section(String field) {
        return new ConfigFile(where + " " + field, require(field, "an object", JsonNode::isObject));
    }

    /** An integer of a range, both ends included. */
    public int integer(String field, int least, int most) {
        return require(field, "an integer from " + least + " to " + most, value -> isInteger(value, least, most))
                .intValue();
    }

    /** An integer of a range, both ends included. */
    public int integer(String field, int least, int most, int fallback) {
        return has(field) ? integer(field, least, most) : fallback;
    }

    /** A dimension: an integer from 1 to 2^20, which is more than any network's. */
    public int dimension(String field, int fallback) {
        return integer(field, 1, 1 << 20, fallback);
    }

    /** A finite number of a range, both ends included. */
    public double number(String field, double least, double most) {
        return require(
                        field,
                        "a number from " + least + " to " + most,
                        value -> value.isNumber() && value.doubleValue() >= least && value.doubleValue() <= most)
                .doubleValue();
    }

    /** A finite number of a range, both ends included. */
    public double number(String field, double least, double most, double fallback) {
        return has(field) ? number(field, least, most) : fallback;
    }

    /** An array of finite numbers of a range, both ends included. */
    public double[] numbers(String field, double least, double most, double... fallback) {
        if (!has(field)) {
            return fallback;
        }
        JsonNode array = require(
                field,
                "an array of numbers from " + least + " to " + most,
                value -> value.isArray()
                        && value.size() <= MOST_ENTRIES
                        && value.stream()
                                .allMatch(n -> n.isNumber() && n.doubleValue() >= least && n.doubleValue() <= most));
        return array.stream().mapToDouble(JsonNode::doubleValue).toArray();
    }

    public boolean flag(String field, boolean fallback) {
        return has(field) ? require(field, "true or false", JsonNode::isBoolean).booleanValue() : fallback;
    }

    public String text(String field, String fallback) {
        return has(field) ? require(field, "a string", JsonNode::isString).stringValue() : fallback;
    }

    /** A string that must be one of a few. */
    public String choice(String field, String fallback, String... choices) {
        String value = text(field, fallback);
        if (!Arrays.asList(choices).contains(value)) {
            throw error("field '" + field + "' expected " + String.join(" or ", choices) + ", found " + shown(value));
        }
        return value;
    }

    /** An array of integers of a range, both ends included. */
    public int[] integers(String field, int least, int most) {
        JsonNode array = require(
                field,
                "an array of integers from " + least + " to " + most,
                value -> value.isArray()
                        && value.size() <= MOST_ENTRIES
                        && StreamSupport.stream(value.spliterator(), false).allMatch(n -> isInteger(n, least, most)));
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    /** An array of integers of a range, both ends included. */
    public int[] integers(String field, int least, int most, int... fallback) {
        return has(field) ? integers(field, least, most) : fallback;
    }

    /** An array of integers of a range that names nothing twice. */
    public int[] distinctIntegers(String field, int least, int most, int... fallback) {
        int[] values = integers(field, least, most, fallback);
        OptionalInt twice = IntStream.range(0, values.length)
                .filter(i -> IntStream.range(0, i).anyMatch(j -> values[i] == values[j]))
                .map(i -> values[i])
                .findFirst();
        if (twice.isPresent()) {
            throw error("field '" + field + "' expected different numbers, found " + twice.getAsInt() + " twice");
        }
        return values;
    }

    /** An array of strings; one string alone counts as an array of it. */
    public List<String> texts(String field, List<String> fallback) {
        if (!has(field)) {
            return fallback;
        }
        JsonNode value = require(
                field,
                "an array of strings",
                found -> found.isString()
                        || found.isArray()
                                && StreamSupport.stream(found.spliterator(), false)
                                        .allMatch(JsonNode::isString));
        return value.isString()
                ? List.of(value.stringValue())
                : StreamSupport.stream(value.spliterator(), false)
                        .map(JsonNode::stringValue)
                        .toList();
    }

    /** A value made of this file's fields; what its own checks refuse is an error about this file. */
    public <T> T make(Supplier<T> maker) {
        try {
            return maker.get();
        } catch (ConfigException e) {
            throw e.getMessage().startsWith(where) ? e : new ConfigException(where + ": " + e.getMessage(), e);
        }
    }

    /** An error about this file. */
    public ConfigException error(String message) {
        return new ConfigException(where + ": " + message);
    }

    private static boolean isInteger(JsonNode value, int least, int most) {
        return value.isIntegralNumber()
                && value.canConvertToInt()
                && value.intValue() >= least
                && value.intValue() <= most;
    }

    private JsonNode require(String field, String expected, Predicate<JsonNode> type) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            throw error("field '" + field + "' is missing, expected " + expected);
        }
        if (!type.test(value)) {
            throw error("field '" + field + "' expected " + expected + ", found " + shown(value.toString()));
        }
        return value;
    }

    private static String shown(String value) {
        return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
    }
}
