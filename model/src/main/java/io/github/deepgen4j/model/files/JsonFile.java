// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;

/**
 * Files of JSON as other programs write them. Every error names the file, the place in it and what to do, and nothing
 * of the parser.
 */
public final class JsonFile {
    private static final long MOST_BYTES = 256L << 20; // a tokenizer has 11 MB

    private JsonFile() {}

    /**
     * Reads a file that holds one JSON object in UTF-8.
     *
     * @throws ConfigException if it is absent, no regular file, damaged, has a key twice or holds something else
     */
    public static JsonNode object(Path file) {
        FileStart.fault(file).ifPresent(fault -> {
            throw new ConfigException(file + ": " + fault);
        });
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new ConfigException("%s: expected at most %d bytes of JSON, found %d"
                        .formatted(file, MOST_BYTES, Files.size(file)));
            }
            return object(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read (" + e + ")", e);
        }
    }

    static JsonNode object(byte[] content, String name) {
        JsonNode node;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            node = Json.read(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            throw new ConfigException(name + ": expected JSON in UTF-8, found other bytes; fetch the file again", e);
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
