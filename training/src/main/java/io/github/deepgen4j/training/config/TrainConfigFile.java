// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.config;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.shapeworld.task.Kind;
import io.github.deepgen4j.training.data.DataConfig;
import io.github.deepgen4j.training.data.DataConfigFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * Reads and writes {@link TrainConfig} as YAML; unknown fields are errors, and so are missing ones but
 * {@code distributed}, {@code mlflow}, {@code cache}, {@code validation}, {@code edits} and {@code split}.
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
            .registerSubtypes(ObjectiveTypes.all().entrySet().stream()
                    .map(type -> new NamedType(type.getValue(), type.getKey()))
                    .toArray(NamedType[]::new))
            .build();

    private static final String DISTRIBUTED = "distributed";

    private TrainConfigFile() {}

    /**
     * Reads a file and applies overrides.
     *
     * @param overrides {@code a.b=value} each, {@code a.0.b} in a list; the field must exist in the file
     * @throws ConfigException naming the file, the field, what was expected and found
     */
    public static TrainConfig read(Path file, List<String> overrides) {
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(file + ": file not found");
        }
        try {
            JsonNode tree = YAML.readTree(file.toFile());
            if (tree instanceof ObjectNode fields && !fields.has(DISTRIBUTED)) {
                fields.set(DISTRIBUTED, YAML.valueToTree(TrainConfig.Distributed.DEFAULT));
            }
            currentNames(tree);
            addOptional(tree);
            for (String override : overrides) {
                apply(tree, override, file);
            }
            addOptional(tree); // an override may have replaced a whole object
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

    /** Files of older versions: what is now flow_matching was supervised, and nano_flow_matching was flow_matching. */
    private static void currentNames(JsonNode tree) {
        if (tree.path("objective") instanceof ObjectNode objective) {
            String type = objective.path("type").asString("");
            if (type.equals("supervised")) {
                objective.put("type", "flow_matching");
            } else if (type.equals("flow_matching") && objective.has("scenes")) {
                objective.put("type", "nano_flow_matching");
            }
        }
    }

    private static void addOptional(JsonNode tree) {
        optional(tree.path(DISTRIBUTED), "backend");
        optional(tree, "mlflow");
        JsonNode objective = tree.path("objective");
        if (objective.path("type").asString("").equals("flow_matching")) {
            optional(objective, "cache");
            optional(objective, "validation");
            optional(objective.path("samples"), "edits");
        }
        JsonNode data = objective.path("data");
        for (JsonNode shapeWorld : List.of(
                data,
                data.path("scenes"),
                objective.path("validation").path("data").path("scenes"))) {
            if (shapeWorld.has("weights")) {
                optional(shapeWorld, "split");
            }
        }
    }

    /** A field that may be left out, and overridden all the same. */
    private static void optional(JsonNode node, String field) {
        if (node instanceof ObjectNode fields && !fields.has(field)) {
            fields.putNull(field);
        }
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
