// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.config;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.training.yaml.Binder;
import io.github.deepgen4j.training.yaml.Overrides;
import io.github.deepgen4j.training.yaml.YamlNode;
import io.github.deepgen4j.training.yaml.YamlReader;
import io.github.deepgen4j.training.yaml.YamlWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads and writes {@link TrainConfig} as YAML. Unknown fields are errors, and so are missing ones without a default.
 * Names of older versions are understood.
 */
public final class TrainConfigFile {
    private static final YamlWriter WRITER = new YamlWriter(ConfigTypes.SCHEMA);

    private TrainConfigFile() {}

    /** As {@link #read(Path, List, Consumer)}, without notes. */
    public static TrainConfig read(Path file, List<String> overrides) {
        return read(file, overrides, _ -> {});
    }

    /**
     * Reads a file and applies overrides.
     *
     * @param overrides {@code a.b=value} each, {@code a.0.b} in a list
     * @param notes gets a line for each name of an older version
     * @throws ConfigException naming the file and line, or the override, the field, what was expected and found
     */
    public static TrainConfig read(Path file, List<String> overrides, Consumer<String> notes) {
        Set<String> told = new LinkedHashSet<>();
        Binder binder = new Binder(ConfigTypes.SCHEMA);
        YamlNode document = YamlReader.read(file);
        if (document instanceof YamlNode.Mapping fields) {
            OldSpellings.replace(fields, told::add);
            Overrides set = new Overrides(binder, "--set");
            overrides.forEach(each -> set.apply(fields, TrainConfig.class, OldSpellings.replace(each, told::add)));
            OldSpellings.replace(fields, told::add); // an override may have replaced a whole object
        }
        told.forEach(notes);
        TrainConfig config = binder.bind(document, TrainConfig.class);
        return config.withModel(modelFolder(config.model(), file));
    }

    /**
     * A relative folder is looked for beside the configuration file first, then in the working folder; {@code nano}
     * alone is the embedded model, as for {@code --model}.
     */
    private static Path modelFolder(Path model, Path file) {
        if (model.equals(TrainConfig.NANO)) {
            return model;
        }
        Path beside = file.toAbsolutePath().resolveSibling(model);
        return Files.isDirectory(beside) ? beside : model;
    }

    /** The whole effective configuration as text that {@link #read} takes. */
    public static String write(TrainConfig config) {
        return WRITER.write(config);
    }

    /** Every field by its dotted name as in overrides; lists are one text. */
    public static Map<String, String> fields(TrainConfig config) {
        return WRITER.fields(config);
    }
}
