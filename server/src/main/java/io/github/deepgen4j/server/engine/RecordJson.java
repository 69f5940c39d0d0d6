// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.json.JsonNode;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Records of numbers, texts and sizes as JSON objects; the component {@code imageTokens} is {@code image_tokens}. */
final class RecordJson {
    private RecordJson() {}

    static JsonNode write(Record values) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (RecordComponent component : values.getClass().getRecordComponents()) {
            fields.put(name(component), plain(value(component, values)));
        }
        return JsonNode.of(fields);
    }

    private static Object plain(Object value) {
        return value instanceof Size size ? size.toString() : value;
    }

    private static Object value(RecordComponent component, Record values) {
        try {
            return component.getAccessor().invoke(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String name(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    static <T extends Record> T read(Class<T> type, JsonNode json) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class[]::new);
        Object[] values = Stream.of(components)
                .map(component -> read(component, json.get(name(component))))
                .toArray();
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object read(RecordComponent component, JsonNode value) {
        Class<?> type = component.getType();
        if (type == int.class) {
            return value.intValue();
        }
        if (type == long.class) {
            return value.longValue();
        }
        if (type == double.class) {
            return value.doubleValue();
        }
        return type == Size.class ? Size.parse(value.stringValue()) : value.stringValue();
    }
}
