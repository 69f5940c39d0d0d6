// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.yaml;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A field of a record as documents name it, {@code max_grad_norm}.
 *
 * @param whenAbsent its value as YAML, from {@code @JsonProperty(defaultValue = "GLOO")}; empty if it is required.
 *     Only a field whose default is {@code null} may be null
 * @param besideFile a path that is relative to the file which names it
 */
record Field(String name, Type type, Class<?> erased, Optional<String> whenAbsent, boolean besideFile) {
    static List<Field> of(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).map(Field::of).toList();
    }

    private static Field of(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        return new Field(
                component.getName().replaceAll("[A-Z]", "_$0").toLowerCase(Locale.ROOT),
                component.getGenericType(),
                component.getType(),
                Optional.ofNullable(property).map(JsonProperty::defaultValue).filter(value -> !value.isEmpty()),
                component.getAccessor().isAnnotationPresent(BesideFile.class));
    }

    boolean mayBeNull() {
        return whenAbsent.filter("null"::equals).isPresent();
    }
}
