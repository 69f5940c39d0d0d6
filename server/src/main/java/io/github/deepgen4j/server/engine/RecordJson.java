// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.json.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Records of numbers, texts, sizes and lists of such records as JSON objects; the component {@code imageTokens} is
 * {@code image_tokens}. A fraction or list that is absent is 0 or empty: an older version wrote the object.
 */
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
        return switch (value) {
            case Size size -> size.toString();
            case List<?> records ->
                records.stream().map(each -> write((Record) each)).toList();
            default -> value;
        };
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

    private static List<Record> records(RecordComponent component, JsonNode values) {
        Type element = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        return values.stream()
                .map(each -> (Record) read(((Class<?>) element).asSubclass(Record.class), each))
                .toList();
    }

    private static Object read(RecordComponent component, JsonNode value) {
        Class<?> type = component.getType();
        if (type == List.class) {
            return value == null ? List.of() : records(component, value);
        }
        if (type == double.class && value == null) {
            return 0.0;
        }
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
