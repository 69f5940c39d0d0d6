// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.files.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Reads and writes {@link DataConfig} as YAML; unknown fields are errors, paths are relative to the working folder. */
public final class DataConfigFile {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(YAMLWriteFeature.USE_NATIVE_TYPE_ID)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(YAMLWriteFeature.USE_NATIVE_TYPE_ID) // format: edit, not a tag
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .addModule(
                    new SimpleModule().addSerializer(Path.class, ToStringSerializer.instance)) // else a file: address
            .registerSubtypes(SourceFormats.all().entrySet().stream()
                    .map(format -> new NamedType(format.getValue(), format.getKey()))
                    .toArray(NamedType[]::new))
            .build();

    private DataConfigFile() {}

    /** @throws ConfigException naming the file, the field, what was expected and found */
    public static DataConfig read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(file + ": file not found");
        }
        try {
            return YAML.readValue(file.toFile(), DataConfig.class);
        } catch (JacksonException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            String what = root instanceof JacksonException jackson ? jackson.getOriginalMessage() : root.getMessage();
            throw new ConfigException(file + ": " + e.getPathReference() + ": " + what, e);
        }
    }

    /** A configuration inside of another file. */
    public static DataConfig read(JsonNode tree) {
        return YAML.treeToValue(tree, DataConfig.class);
    }

    /** The whole configuration as text that {@link #read} takes. */
    public static String write(DataConfig config) {
        return YAML.writeValueAsString(config);
    }
}
