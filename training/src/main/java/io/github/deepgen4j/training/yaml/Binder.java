// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.yaml;

import io.github.deepgen4j.model.files.ConfigException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes a record of a document. Unknown and missing fields, nulls, values of another type and values that the record
 * refuses are errors of one line, with the place and the whole name of the field.
 */
public final class Binder {
    private final Schema schema;
    private final Scalars scalars;

    public Binder(Schema schema) {
        this.schema = schema;
        this.scalars = new Scalars(schema);
    }

    /**
     * A record of a whole document.
     *
     * @throws ConfigException naming the place, the field, what was expected and what was found
     */
    public <T> T bind(YamlNode root, Class<T> type) {
        return type.cast(bind(root, type, ""));
    }

    private Object bind(YamlNode node, Type type, String path) {
        if (type instanceof ParameterizedType generic) {
            if (generic.getRawType() == Set.class) {
                return Collections.unmodifiableSet(new LinkedHashSet<>(list(node, generic, path)));
            }
            return generic.getRawType() == List.class ? list(node, generic, path) : map(node, generic, path);
        }
        Class<?> plain = (Class<?>) type;
        if (scalars.has(plain)) {
            return scalar(node, plain, path);
        }
        YamlNode.Mapping mapping = mapping(node, plain, path);
        return schema.isVariant(plain) ? variant(mapping, plain, path) : record(mapping, plain, path, Optional.empty());
    }

    private Object scalar(YamlNode node, Class<?> type, String path) {
        if (node instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
            return scalars.value(scalar.text(), type).orElseThrow(() -> unexpected(node, path, scalars.expected(type)));
        }
        throw unexpected(node, path, scalars.expected(type));
    }

    private List<Object> list(YamlNode node, ParameterizedType type, String path) {
        if (!(node instanceof YamlNode.Sequence sequence)) {
            throw unexpected(node, path, "a list such as [a, b]");
        }
        List<Object> values = new ArrayList<>();
        for (YamlNode item : sequence.items()) {
            values.add(bind(item, type.getActualTypeArguments()[0], join(path, values.size())));
        }
        return List.copyOf(values);
    }

    private Map<Object, Object> map(YamlNode node, ParameterizedType type, String path) {
        Class<?> keyType = (Class<?>) type.getActualTypeArguments()[0];
        Map<String, Object> keys = keyType == String.class && node instanceof YamlNode.Mapping any
                ? any.fields().keySet().stream().collect(Collectors.toMap(name -> name, name -> name))
                : schema.constantsOf(keyType);
        if (!(node instanceof YamlNode.Mapping mapping)) {
            throw unexpected(node, path, "fields of " + String.join(", ", keys.keySet()));
        }
        Map<Object, Object> values = new LinkedHashMap<>();
        mapping.fields().forEach((name, value) -> {
            if (!keys.containsKey(name)) {
                throw unknown(value.place(), join(path, name), name, keys.keySet());
            }
            values.put(keys.get(name), bind(value, type.getActualTypeArguments()[1], join(path, name)));
        });
        return values;
    }

    private Object variant(YamlNode.Mapping mapping, Class<?> type, String path) {
        String choice = Schema.choice(type);
        Map<String, Class<?>> variants = schema.variants().get(type);
        String expected = "one of "
                + String.join(", ", variants.keySet().stream().sorted().toList());
        YamlNode chosen = mapping.fields().get(choice);
        if (chosen == null) {
            Optional<Class<?>> usual = Schema.usual(type);
            if (usual.isPresent()) {
                return record(mapping, usual.get(), path, Optional.empty());
            }
            throw missing(mapping.place(), join(path, choice), expected);
        }
        if (!(chosen instanceof YamlNode.Scalar name) || !variants.containsKey(name.text())) {
            throw unexpected(chosen, join(path, choice), expected);
        }
        return record(mapping, variants.get(name.text()), path, Optional.of(choice));
    }

    private Object record(YamlNode.Mapping mapping, Class<?> type, String path, Optional<String> choice) {
        List<Field> fields = Field.of(type);
        List<String> known = new ArrayList<>(fields.stream().map(Field::name).toList());
        choice.ifPresent(known::add);
        mapping.fields().forEach((name, value) -> {
            if (!known.contains(name)) {
                throw unknown(value.place(), join(path, name), name, known);
            }
        });
        Object[] values =
                fields.stream().map(field -> field(mapping, field, path)).toArray();
        return construct(mapping, type, fields, values, path);
    }

    private Object field(YamlNode.Mapping mapping, Field field, String path) {
        String name = join(path, field.name());
        YamlNode value = mapping.fields().get(field.name());
        if (value == null) {
            String whenAbsent = field.whenAbsent().orElseThrow(() -> missing(mapping.place(), name, expected(field)));
            value = YamlReader.parseLine(whenAbsent, mapping.place());
        }
        boolean nothing = value instanceof YamlNode.Scalar scalar && scalar.isNull();
        if (!nothing) {
            Object bound = bind(value, field.type(), name);
            return field.besideFile() ? beside(value.place(), (Path) bound) : bound;
        }
        if (field.mayBeNull()) {
            return null;
        }
        throw unexpected(value, name, expected(field));
    }

    private static Path beside(Place place, Path path) {
        return place.line() == 0
                ? path
                : Path.of(place.source()).toAbsolutePath().resolveSibling(path).normalize();
    }

    private static Object construct(
            YamlNode.Mapping mapping, Class<?> type, List<Field> fields, Object[] values, String path) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    fields.stream().map(Field::erased).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof ConfigException refused) {
                throw refused(mapping, refused, path);
            }
            throw new IllegalStateException(type + " does not say what it refuses", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    private static ConfigException refused(YamlNode.Mapping mapping, ConfigException refused, String path) {
        YamlNode field = mapping.fields().get(refused.field().orElse(""));
        Place place = field == null ? mapping.place() : field.place();
        String where =
                refused.field().isPresent() ? join(path, refused.getMessage()) : path + ": " + refused.getMessage();
        return new ConfigException(place + ": " + where, refused);
    }

    private String expected(Field field) {
        if (field.type() instanceof Class<?> plain && scalars.has(plain)) {
            return scalars.expected(plain);
        }
        if (field.erased() == List.class) {
            return "a list such as [a, b]";
        }
        return "fields" + names(field.erased());
    }

    private String names(Class<?> type) {
        if (type.isRecord()) {
            return " "
                    + String.join(", ", Field.of(type).stream().map(Field::name).toList());
        }
        return schema.isVariant(type) ? ", among them " + Schema.choice(type) : "";
    }

    YamlNode.Mapping mapping(YamlNode node, Class<?> type, String path) {
        if (node instanceof YamlNode.Mapping mapping) {
            return mapping;
        }
        if (schema.files().contains(type) && node instanceof YamlNode.Scalar name && !name.isNull()) {
            try {
                Path beside = beside(name.place(), Path.of(name.text()));
                Path file = Files.isRegularFile(beside) ? beside : Path.of(name.text());
                return mapping(YamlReader.read(file), Void.class, path);
            } catch (ConfigException | InvalidPathException e) {
                throw new ConfigException(name.place() + ": " + path + " names a file: " + e.getMessage(), e);
            }
        }
        throw unexpected(node, path, "fields" + names(type));
    }

    private static ConfigException unexpected(YamlNode node, String path, String expected) {
        return new ConfigException(node.place() + ": " + (path.isEmpty() ? "" : path + " ") + "expected " + expected
                + ", found " + node.found());
    }

    private static ConfigException missing(Place place, String path, String expected) {
        return new ConfigException(place + ": " + path + " is missing; expected " + expected);
    }

    static ConfigException unknown(Place place, String path, String name, Collection<String> known) {
        String meant = Nearest.of(name, known)
                .map(near -> "did you mean " + near + "?")
                .orElse("expected one of " + String.join(", ", known));
        return new ConfigException(place + ": " + path + " is unknown; " + meant);
    }

    static String join(String path, Object name) {
        return path.isEmpty() ? name.toString() : path + "." + name;
    }

    Schema schema() {
        return schema;
    }

    Scalars scalars() {
        return scalars;
    }
}
