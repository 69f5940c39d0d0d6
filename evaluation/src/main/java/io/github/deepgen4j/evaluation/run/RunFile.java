// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON files of a run. */
final class RunFile {
    static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final JsonMapper INDENTED =
            JSON.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

    private RunFile() {}

    static void write(Path file, Object content) {
        AtomicFile.write(file, INDENTED.writeValueAsString(content) + "\n");
    }

    /**
     * Reads a file that {@code command} writes.
     *
     * @throws ConfigException if there is none or it is damaged
     */
    static <T> T read(Path file, Class<T> type, String command) {
        return of(text(file, command), type, file);
    }

    static String text(Path file, String command) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read; expected what \"" + command + "\" writes", e);
        }
    }

    static <T> T of(String json, Class<T> type, Path file) {
        try {
            T read = JSON.readValue(json, type);
            if (read == null) {
                throw new ConfigException(file + ": is damaged: expected a JSON object, found null");
            }
            return read;
        } catch (JacksonException e) {
            throw new ConfigException(file + ": is damaged: " + e.getOriginalMessage(), e);
        }
    }
}
