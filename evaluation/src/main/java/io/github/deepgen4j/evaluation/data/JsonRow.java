// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.data;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.json.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One JSON object of a benchmark's data. A field of another kind than asked for is refused with the row's place.
 *
 * @param where file, line and, inside a row, the path to this object
 */
public record JsonRow(String where, JsonNode node) {
    private static final int SHOWN = 60;

    /** @throws ConfigException if the node is no object */
    public JsonRow {
        if (!node.isObject()) {
            throw new ConfigException(where + ": expected a JSON object, found " + found(node));
        }
    }

    /** True if the field is there and not null. */
    public boolean has(String field) {
        return node.hasNonNull(field);
    }

    /** The text of a field, which must not be blank. */
    public String text(String field) {
        String text = anyText(field);
        if (text.isBlank()) {
            throw fault(field, "a text");
        }
        return text;
    }

    /** The text of a field, which may be empty. */
    public String anyText(String field) {
        if (!node.path(field).isString()) {
            throw fault(field, "a text");
        }
        return node.path(field).stringValue();
    }

    /** The text of a field that may be absent or null. */
    public Optional<String> optionalText(String field) {
        return has(field) ? Optional.of(anyText(field)) : Optional.empty();
    }

    /** The text of a field that must be one of a set. */
    public String oneOf(String field, Collection<String> allowed) {
        String text = anyText(field);
        if (!allowed.contains(text)) {
            throw fault(field, "one of " + String.join(", ", allowed));
        }
        return text;
    }

    /** The whole number of a field, at least {@code least}. */
    public int integer(String field, int least) {
        JsonNode number = node.path(field);
        if (!number.isIntegralNumber() || !number.canConvertToInt() || number.intValue() < least) {
            throw fault(field, "a whole number of at least " + least);
        }
        return number.intValue();
    }

    /** The truth value of a field. */
    public boolean truth(String field) {
        if (!node.path(field).isBoolean()) {
            throw fault(field, "true or false");
        }
        return node.path(field).booleanValue();
    }

    /** The texts in the array of a field. */
    public List<String> texts(String field) {
        JsonNode array = node.path(field);
        if (!array.isArray() || array.stream().anyMatch(item -> !item.isString())) {
            throw fault(field, "an array of texts");
        }
        return array.stream().map(JsonNode::stringValue).toList();
    }

    /** The object of a field. */
    public JsonRow row(String field) {
        if (!node.path(field).isObject()) {
            throw fault(field, "an object");
        }
        return new JsonRow(where + ": " + field, node.path(field));
    }

    /** The objects in the array of a field; none where it is absent or null. */
    public List<JsonRow> rows(String field) {
        if (!has(field)) {
            return List.of();
        }
        if (!node.path(field).isArray()) {
            throw fault(field, "an array of objects");
        }
        List<JsonRow> rows = new ArrayList<>();
        for (JsonNode item : node.path(field)) {
            rows.add(new JsonRow(String.format(Locale.ROOT, "%s: %s[%d]", where, field, rows.size()), item));
        }
        return rows;
    }

    /** Refuses fields that the benchmark does not know, which would silently change what an item asks for. */
    public void requireOnly(Set<String> fields) {
        for (String name : node.propertyNames()) {
            if (!fields.contains(name)) {
                throw new ConfigException(String.format(
                        Locale.ROOT,
                        "%s: expected the fields %s, found %s",
                        where,
                        String.join(", ", fields.stream().sorted().toList()),
                        name));
            }
        }
    }

    /** The refusal of a field's value. */
    public ConfigException fault(String field, String expected) {
        return new ConfigException(
                String.format(Locale.ROOT, "%s: %s expected %s, found %s", where, field, expected, found(field)));
    }

    private String found(String field) {
        return node.has(field) ? found(node.path(field)) : "nothing";
    }

    private static String found(JsonNode node) {
        String json = node.toString();
        return json.isEmpty() ? "nothing" : json.length() <= SHOWN ? json : json.substring(0, SHOWN) + "...";
    }
}
