// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.http;

import io.github.deepgen4j.model.drawing.FieldReader;
import io.github.deepgen4j.model.files.JsonFile;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;

/**
 * The fields of a request, from JSON or from the parts of a multipart body.
 *
 * @param textual true if values came as text: numbers are still to be read
 */
public record Form(Map<String, JsonNode> fields, List<FilePart> files, boolean textual) {
    public Form {
        files = List.copyOf(files);
    }

    /** Reads the fields; what is wrong with one is a {@link Problem}. */
    public FieldReader reader() {
        return new FieldReader(fields, textual, Problem::invalid);
    }

    static Form of(List<Map.Entry<String, String>> texts, List<FilePart> files) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        for (var text : texts) {
            JsonNode value = JsonNode.of(text.getValue());
            JsonNode before = fields.putIfAbsent(text.getKey(), value);
            if (before != null && !before.equals(value)) {
                throw Problem.invalid(
                        "conflicting_parameters",
                        text.getKey(),
                        text.getKey() + " expected one value, found two that differ");
            }
        }
        return new Form(fields, files, true);
    }

    /**
     * The fields of a text of JSON.
     *
     * @throws Problem {@code invalid_json}, or {@code conflicting_parameters} for a field that is given twice
     */
    public static Form json(byte[] text) {
        JsonNode node;
        try {
            node = Json.read(text);
        } catch (JacksonException e) {
            String reason = JsonFile.reason(e);
            throw Problem.invalid(
                    reason.contains("Duplicate") ? "conflicting_parameters" : "invalid_json",
                    "",
                    "body expected one JSON object, found text that is " + reason);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid_json", "", "body expected one JSON object, found a value beyond its range");
        }
        if (!node.isObject()) {
            throw Problem.invalid(
                    "invalid_json",
                    "",
                    "body expected one JSON object, found " + (node.isMissingNode() ? "nothing" : node.kind()));
        }
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        node.forEachEntry(fields::put);
        return new Form(fields, List.of(), false);
    }
}
