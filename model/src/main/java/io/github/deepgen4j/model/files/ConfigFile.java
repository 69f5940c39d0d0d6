// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One JSON object of a component's {@code config.json}: typed access, and errors that name the file and the field. */
public final class ConfigFile {
    private static final JsonMapper JSON = new JsonMapper();

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
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(file + ": file not found");
        }
        try {
            JsonNode node = JSON.readTree(file.toFile());
            if (!node.isObject()) {
                throw new ConfigException(file + ": expected a JSON object, found " + node.getNodeType());
            }
            return new ConfigFile(file.toString(), node);
        } catch (JacksonException e) {
            throw new ConfigException(file + ": not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    public boolean has(String field) {
        return node.hasNonNull(field);
    }

    /** True for a field that is absent, null or an object or array without content. */
    public boolean isEmpty(String field) {
        return !has(field) || node.get(field).isEmpty();
    }

    /** A nested object. */
    public ConfigFile section(String field) {
        return new ConfigFile(where + " " + field, require(field, "an object", JsonNode::isObject));
    }

    public int integer(String field) {
        return require(field, "an integer", JsonNode::isIntegralNumber).intValue();
    }

    public int integer(String field, int fallback) {
        return has(field) ? integer(field) : fallback;
    }

    public double number(String field) {
        return require(field, "a number", JsonNode::isNumber).doubleValue();
    }

    public double number(String field, double fallback) {
        return has(field) ? number(field) : fallback;
    }

    public boolean flag(String field, boolean fallback) {
        return has(field) ? require(field, "true or false", JsonNode::isBoolean).booleanValue() : fallback;
    }

    public String text(String field, String fallback) {
        return has(field) ? require(field, "a string", JsonNode::isString).stringValue() : fallback;
    }

    /** An array of integers. */
    public int[] integers(String field) {
        JsonNode array = require(field, "an array of integers", JsonNode::isArray);
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    public int[] integers(String field, int... fallback) {
        return has(field) ? integers(field) : fallback;
    }

    /** An error about this file. */
    public ConfigException error(String message) {
        return new ConfigException(where + ": " + message);
    }

    private JsonNode require(String field, String expected, Predicate<JsonNode> type) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            throw error("field '" + field + "' is missing, expected " + expected);
        }
        if (!type.test(value)) {
            throw error("field '" + field + "' expected " + expected + ", found " + value);
        }
        return value;
    }
}
