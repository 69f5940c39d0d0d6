// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.training.yaml.Binder;
import io.github.deepgen4j.training.yaml.Schema;
import io.github.deepgen4j.training.yaml.YamlReader;
import io.github.deepgen4j.training.yaml.YamlWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Reads and writes {@link DataConfig} as YAML; unknown fields are errors, paths are relative to the working folder. */
public final class DataConfigFile {
    private static final Schema SCHEMA =
            new Schema(Map.of(SourceConfig.class, SourceFormats.all()), Map.of(), Set.of());
    private static final YamlWriter WRITER = new YamlWriter(SCHEMA);

    private DataConfigFile() {}

    /** @throws ConfigException naming the file and line, the field, what was expected and found */
    public static DataConfig read(Path file) {
        return new Binder(SCHEMA).bind(YamlReader.read(file), DataConfig.class);
    }

    /** The whole configuration as text that {@link #read} takes. */
    public static String write(DataConfig config) {
        return WRITER.write(config);
    }
}
