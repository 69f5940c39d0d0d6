// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.yaml;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Writes records as documents that a {@link Binder} of the same schema takes. */
public final class YamlWriter {
    private final YAMLMapper yaml;

    public YamlWriter(Schema schema) {
        SimpleModule module = new SimpleModule();
        module.addSerializer(Path.class, ToStringSerializer.instance); // else a file: address
        schema.constants().forEach((type, constants) -> module.addKeySerializer(type, names(constants)));
        this.yaml = YAMLMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(YAMLWriteFeature.USE_NATIVE_TYPE_ID) // format: edit, not a tag
                .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
                .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .addModule(module)
                .registerSubtypes(schema.variants().values().stream()
                        .flatMap(variants -> variants.entrySet().stream())
                        .map(variant -> new NamedType(variant.getValue(), variant.getKey()))
                        .toArray(NamedType[]::new))
                .build();
    }

    private static <T> ValueSerializer<T> names(Map<String, ?> constants) {
        return new ValueSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator generator, SerializationContext context) {
                constants.forEach((name, constant) -> {
                    if (constant.equals(value)) {
                        generator.writeName(name);
                    }
                });
            }
        };
    }

    public String write(Object value) {
        return yaml.writeValueAsString(value);
    }

    /** Every field by its dotted name, as in overrides; lists are one text. */
    public Map<String, String> fields(Object value) {
        Map<String, String> fields = new LinkedHashMap<>();
        flatten("", yaml.valueToTree(value), fields);
        return fields;
    }

    private static void flatten(String name, JsonNode node, Map<String, String> fields) {
        if (node.isObject()) {
            node.properties().forEach(field -> flatten(Binder.join(name, field.getKey()), field.getValue(), fields));
        } else {
            fields.put(name, node.isString() ? node.stringValue() : node.toString());
        }
    }
}
