// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;

/**
 * Files of JSON as other programs write them. Every error names the file, the place in it and what to do, and nothing
 * of the parser.
 */
public final class JsonFile {
    private JsonFile() {}

    /**
     * Reads a file that holds one JSON object in UTF-8.
     *
     * @throws ConfigException if it is absent, no regular file, damaged, has a key twice or holds something else
     */
    public static JsonNode object(Path file) {
        return object(TextFile.read(file, "JSON"), file.toString());
    }

    static JsonNode object(byte[] content, String name) {
        return object(TextFile.decode(content, name, "JSON"), name);
    }

    private static JsonNode object(String text, String name) {
        JsonNode node;
        try {
            node = Json.read(text);
        } catch (JacksonException e) {
            throw new ConfigException(name + ": " + reason(e) + "; fetch the file again, or mend it", e);
        }
        if (node.isObject()) {
            return node;
        }
        throw new ConfigException(name + ": expected a JSON object, found "
                + (node.isMissingNode() ? "nothing" : "a JSON " + node.kind()));
    }

    /** The parser's complaint and its place, without the parser's own tail. */
    public static String reason(JacksonException e) {
        String message =
                e.getOriginalMessage().lines().findFirst().orElse("").replaceFirst(" *\\(start marker at.*", "");
        return "not valid JSON"
                + (e.getLocation() == null || e.getLocation().getLineNr() < 1
                        ? ""
                        : " in line " + e.getLocation().getLineNr())
                + ": " + message;
    }
}
