// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Fields that a configuration may leave out, because their record says what they are then:
 * {@code @JsonProperty(defaultValue = "GLOO")}, the value as YAML. They are put into the tree, so that overrides find
 * them.
 */
final class Defaults {
    private static final YAMLMapper YAML = new YAMLMapper();

    private Defaults() {}

    /** Puts the defaults of a type, and of all that it holds, where fields are absent or null. */
    static void fill(JsonNode node, Type type) {
        if (type instanceof ParameterizedType list && node.isArray()) {
            node.forEach(each -> fill(each, list.getActualTypeArguments()[0]));
        } else if (type instanceof Class<?> plain && node instanceof ObjectNode object) {
            Class<?> chosen = chosen(object, plain);
            if (chosen.isRecord()) {
                for (RecordComponent component : chosen.getRecordComponents()) {
                    fill(object, component);
                }
            }
        }
    }

    private static void fill(ObjectNode object, RecordComponent component) {
        String name = component.getName().replaceAll("[A-Z]", "_$0").toLowerCase(Locale.ROOT);
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        if (property != null && !property.defaultValue().isEmpty() && !object.hasNonNull(name)) {
            object.set(name, YAML.readTree(property.defaultValue()));
        }
        fill(object.path(name), component.getGenericType());
    }

    /** The implementation that an object names, where there are several. */
    private static Class<?> chosen(ObjectNode object, Class<?> type) {
        Map<String, Class<?>> variants = ConfigTypes.all().get(type);
        if (variants == null) {
            return type;
        }
        String property = type.getAnnotation(JsonTypeInfo.class).property();
        return variants.getOrDefault(object.path(property).asString(""), type); // an unknown name is refused later
    }
}
