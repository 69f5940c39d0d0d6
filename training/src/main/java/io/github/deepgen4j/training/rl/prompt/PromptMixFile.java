// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.prompt;

import io.github.deepgen4j.shapeworld.task.Kind;
import io.github.deepgen4j.training.yaml.Binder;
import io.github.deepgen4j.training.yaml.Schema;
import io.github.deepgen4j.training.yaml.YamlReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@link PromptMixConfig} as YAML; unknown fields are errors, paths are relative to the file. */
public final class PromptMixFile {
    private static final Map<String, Class<?>> SOURCES = Map.of(
            "file", PromptSource.FromFile.class,
            "shapeworld", PromptSource.FromShapeWorld.class);

    private PromptMixFile() {}

    /** The sources of prompts, by the name that a file gives as {@code type}. */
    public static Map<String, Class<?>> sources() {
        return SOURCES;
    }

    /**
     * Reads a file.
     *
     * @throws io.github.deepgen4j.model.files.ConfigException naming the file and line, the field, what was expected
     *     and found
     */
    public static PromptMixConfig read(Path file) {
        Map<String, Kind> kinds = Kind.ALL.stream().collect(Collectors.toMap(Kind::word, kind -> kind));
        var schema = new Schema(Map.of(PromptSource.class, SOURCES), Map.of(Kind.class, kinds), Set.of());
        return new Binder(schema).bind(YamlReader.read(file), PromptMixConfig.class);
    }
}
