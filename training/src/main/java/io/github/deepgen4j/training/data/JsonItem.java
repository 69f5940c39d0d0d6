// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.files.Utf8;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One object of a data file.
 *
 * @param where the file and the number in it
 */
record JsonItem(JsonNode node, String where) {
    private static final JsonMapper JSON = new JsonMapper();

    JsonItem {
        if (!node.isObject()) {
            throw new BadSampleException(where + ": expected an object, found " + node.getNodeType());
        }
    }

    /** @throws BadSampleException if the bytes are not JSON in UTF-8, or no object */
    static JsonItem read(byte[] bytes, String where) {
        try {
            return new JsonItem(JSON.readTree(Utf8.withoutMark(Caption.decode(bytes, where))), where);
        } catch (JacksonException e) {
            throw new BadSampleException(where + ": not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    boolean has(String key) {
        return node.has(key);
    }

    /** @throws BadSampleException if the key is missing or not a string */
    String text(String key) {
        JsonNode value = node.path(key);
        if (!value.isString()) {
            throw wrong(key, "a string");
        }
        return value.stringValue();
    }

    /** A text that a run learns. */
    Caption caption(String key) {
        return Caption.of(text(key), where);
    }

    /** The first {@code most} strings of a list; a string alone is a list of one. */
    List<String> texts(String key, int most) {
        JsonNode value = node.path(key);
        if (value.isString()) {
            return List.of(value.stringValue());
        }
        if (!value.isArray() || value.isEmpty() || value.valueStream().anyMatch(entry -> !entry.isString())) {
            throw wrong(key, "a list of strings");
        }
        return value.valueStream().limit(most).map(JsonNode::stringValue).toList();
    }

    private BadSampleException wrong(String key, String expected) {
        JsonNode value = node.path(key);
        return new BadSampleException("%s: '%s' expected %s, found %s"
                .formatted(where, key, expected, value.isMissingNode() ? "nothing" : value.getNodeType()));
    }
}
