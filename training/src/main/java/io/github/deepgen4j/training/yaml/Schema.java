// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.yaml;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parts of a document's form that its records do not tell.
 *
 * @param variants implementations of each interface by the name that a field of the document gives, the one that
 *     {@code @JsonTypeInfo} names
 * @param constants values by name, of interfaces that are implemented by enums
 * @param files records that may be given as the name of a file which holds them
 */
public record Schema(
        Map<Class<?>, Map<String, Class<?>>> variants, Map<Class<?>, Map<String, ?>> constants, Set<Class<?>> files) {
    private static final JsonMapper JSON = new JsonMapper();

    boolean isVariant(Class<?> type) {
        return variants.containsKey(type);
    }

    /** The field that chooses a variant. */
    static String choice(Class<?> type) {
        return type.getAnnotation(JsonTypeInfo.class).property();
    }

    /** The variant that is meant where the document chooses none. */
    static Optional<Class<?>> usual(Class<?> type) {
        Class<?> usual = type.getAnnotation(JsonTypeInfo.class).defaultImpl();
        return usual == JsonTypeInfo.class ? Optional.empty() : Optional.of(usual);
    }

    /** True for what a single value can be. */
    boolean isConstant(Class<?> type) {
        return type.isEnum() || constants.containsKey(type);
    }

    /** Constants by the names under which they are written, and those of earlier versions. */
    Map<String, Object> constantsOf(Class<?> type) {
        if (!type.isEnum()) {
            return new TreeMap<>(constants.get(type));
        }
        Map<String, Object> named = new LinkedHashMap<>();
        for (var field : type.getFields()) {
            if (field.isEnumConstant()) {
                Object constant = constant(type, field.getName());
                named.put(JSON.valueToTree(constant).stringValue(), constant);
                JsonAlias earlier = field.getAnnotation(JsonAlias.class);
                Stream.of(earlier == null ? new String[0] : earlier.value()).forEach(name -> named.put(name, constant));
            }
        }
        return named;
    }

    private static Object constant(Class<?> type, String name) {
        return Stream.of(type.getEnumConstants())
                .filter(each -> ((Enum<?>) each).name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
