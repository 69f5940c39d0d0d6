// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.ConfigFile;
import io.github.deepgen4j.model.files.JsonFile;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Settings of {@code model_index.json} with which a model is drawn where a request says nothing, so that one which was
 * distilled for few steps without guidance draws right without options.
 *
 * @param steps {@code default_steps}, 1 to {@link ModelConfig#MOST_STEPS}; empty where the file does not say
 * @param guidance {@code default_guidance}, 0 to 1000; 1 and less for none; empty where the file does not say
 */
public record DrawingDefaults(OptionalInt steps, OptionalDouble guidance) {
    /** A file that says nothing. */
    public static final DrawingDefaults NONE = new DrawingDefaults(OptionalInt.empty(), OptionalDouble.empty());

    /** The file's place in a model folder. */
    static final String INDEX = "model_index.json";

    private static final String STEPS = "default_steps";
    private static final String GUIDANCE = "default_guidance";

    /**
     * Reads a folder's; nothing where there is no such file.
     *
     * @throws io.github.deepgen4j.model.files.ConfigException naming the file and the field
     */
    public static DrawingDefaults read(Path folder) {
        Path file = folder.resolve(INDEX);
        return Files.exists(file) ? of(ConfigFile.read(file)) : NONE;
    }

    static DrawingDefaults of(ConfigFile index) {
        return new DrawingDefaults(
                index.has(STEPS)
                        ? OptionalInt.of(index.integer(STEPS, 1, ModelConfig.MOST_STEPS))
                        : OptionalInt.empty(),
                index.has(GUIDANCE) ? OptionalDouble.of(index.number(GUIDANCE, 0, 1000)) : OptionalDouble.empty());
    }

    /** Puts these into the file of a folder, which is there; what is empty stays as it is. */
    public void write(Path folder) {
        if (equals(NONE)) {
            return;
        }
        Path file = folder.resolve(INDEX);
        JsonNode index = JsonFile.object(file);
        steps.ifPresent(value -> index.put(STEPS, value));
        guidance.ifPresent(value -> index.put(GUIDANCE, value));
        AtomicFile.write(file, Json.writePretty(index) + "\n");
    }
}
