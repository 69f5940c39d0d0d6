// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.config;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.shapeworld.task.Kind;
import io.github.deepgen4j.training.data.DataConfig;
import io.github.deepgen4j.training.data.DataConfigFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.std.ToStringSerializer;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Reads and writes {@link TrainConfig} as YAML. Unknown fields are errors, and so are missing ones without a default.
 * Names of older versions are understood.
 */
public final class TrainConfigFile {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(YAMLWriteFeature.USE_NATIVE_TYPE_ID) // a field "type", which trees keep
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addModule(new SimpleModule()
                    .addSerializer(Path.class, ToStringSerializer.instance) // else a file: address
                    .addKeySerializer(Kind.class, new ValueSerializer<>() {
                        @Override
                        public void serialize(Kind kind, JsonGenerator generator, SerializationContext context) {
                            generator.writeName(kind.word());
                        }
                    })
                    .addKeyDeserializer(Kind.class, new KeyDeserializer() {
                        @Override
                        public Kind deserializeKey(String word, DeserializationContext context) {
                            return Kind.of(word);
                        }
                    })
                    .addDeserializer(DataConfig.class, new ValueDeserializer<>() {
                        @Override
                        public DataConfig deserialize(JsonParser parser, DeserializationContext context) {
                            JsonNode data = context.readTree(parser); // may leave fields out, or be the name of a file
                            return data.isString()
                                    ? DataConfigFile.read(Path.of(data.stringValue()))
                                    : DataConfigFile.read(data);
                        }
                    }))
            .registerSubtypes(ConfigTypes.all().values().stream()
                    .flatMap(types -> types.entrySet().stream())
                    .map(type -> new NamedType(type.getValue(), type.getKey()))
                    .toArray(NamedType[]::new))
            .build();

    private TrainConfigFile() {}

    /** As {@link #read(Path, List, Consumer)}, without notes. */
    public static TrainConfig read(Path file, List<String> overrides) {
        return read(file, overrides, _ -> {});
    }

    /**
     * Reads a file and applies overrides.
     *
     * @param overrides {@code a.b=value} each, {@code a.0.b} in a list; the field must exist in the file or have a
     *     default
     * @param notes gets a line for each name of an older version
     * @throws ConfigException naming the file, the field, what was expected and found
     */
    public static TrainConfig read(Path file, List<String> overrides, Consumer<String> notes) {
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(file + ": file not found");
        }
        try {
            Set<String> told = new LinkedHashSet<>();
            JsonNode tree = YAML.readTree(file.toFile());
            complete(tree, told);
            for (String override : overrides) {
                apply(tree, OldSpellings.replace(override, told::add), file);
            }
            complete(tree, told); // an override may have replaced a whole object
            told.forEach(notes);
            TrainConfig config = YAML.treeToValue(tree, TrainConfig.class);
            return config.withModel(modelFolder(config.model(), file));
        } catch (JacksonException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            String what = root instanceof JacksonException jackson ? jackson.getOriginalMessage() : root.getMessage();
            throw new ConfigException(file + ": " + e.getPathReference() + ": " + what, e);
        }
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
        return YAML.writeValueAsString(config);
    }

    private static void complete(JsonNode tree, Set<String> notes) {
        OldSpellings.replace(tree, notes::add);
        Defaults.fill(tree, TrainConfig.class);
    }

    /** Every field by its dotted name as in overrides; lists are one text. */
    public static Map<String, String> fields(TrainConfig config) {
        Map<String, String> fields = new LinkedHashMap<>();
        flatten("", YAML.valueToTree(config), fields);
        return fields;
    }

    private static void flatten(String name, JsonNode node, Map<String, String> fields) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> flatten(
                            name.isEmpty() ? field.getKey() : name + "." + field.getKey(), field.getValue(), fields));
        } else {
            fields.put(name, node.isString() ? node.stringValue() : node.toString());
        }
    }

    private static void apply(JsonNode tree, String override, Path file) {
        int equals = override.indexOf('=');
        String[] path =
                equals < 0 ? new String[0] : override.substring(0, equals).split("\\.");
        JsonNode at = tree;
        for (int i = 0; i < path.length - 1; i++) {
            at = at.isArray() && isIndex(path[i]) ? at.path(Integer.parseInt(path[i])) : at.path(path[i]);
        }
        String last = path.length == 0 ? "" : path[path.length - 1];
        if (at instanceof ObjectNode node && node.has(last)) {
            node.set(last, YAML.readTree(override.substring(equals + 1)));
        } else if (at instanceof ArrayNode list && isIndex(last) && list.has(Integer.parseInt(last))) {
            list.set(Integer.parseInt(last), YAML.readTree(override.substring(equals + 1)));
        } else {
            throw new ConfigException("--set " + override + ": expected field=value with a field of " + file);
        }
    }

    private static boolean isIndex(String name) {
        return name.matches("\\d{1,6}");
    }
}
