// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.yaml;

import io.github.deepgen4j.model.files.ConfigException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fields that an option sets, {@code a.b=value}, {@code a.0.b} in a list. Any field that the records know can be set,
 * present or not. Where one value is expected, the text stands for itself, but for quotes around it; lists and fields
 * are YAML.
 */
public final class Overrides {
    private static final int SHOWN = 100;

    private final Binder binder;
    private final String option;

    /** @param option its name in messages, {@code --set} */
    public Overrides(Binder binder, String option) {
        this.binder = binder;
        this.option = option;
    }

    /**
     * Changes a document.
     *
     * @param type of the document
     * @throws ConfigException if there is no such field, or its value is not YAML
     */
    public void apply(YamlNode.Mapping document, Class<?> type, String override) {
        String shown = override.length() > SHOWN ? override.substring(0, SHOWN) + "..." : override;
        Place place = new Place(option + " " + shown.replaceAll("\\p{Cntrl}", " "), 0);
        int equals = override.indexOf('=');
        if (equals < 1) {
            throw new ConfigException(place + ": expected field=value");
        }
        String[] names = override.substring(0, equals).strip().split("\\.", -1);
        YamlNode at = document;
        Type of = type;
        String path = "";
        for (int i = 0; i < names.length - 1; i++) {
            Type inner = inner(at, of, names[i], path, place);
            path = Binder.join(path, names[i]);
            YamlNode next = child(at, names[i]);
            if (isAbsent(next)) {
                next = new YamlNode.Mapping(new LinkedHashMap<>(), place);
            } else if (inner instanceof Class<?> plain
                    && binder.schema().files().contains(plain)) {
                next = binder.mapping(next, plain, path);
            }
            put(at, names[i], next);
            at = next;
            of = inner;
        }
        String last = names[names.length - 1];
        put(at, last, value(override.substring(equals + 1), inner(at, of, last, path, place), place));
    }

    private static boolean isAbsent(YamlNode node) {
        return node == null || node instanceof YamlNode.Scalar scalar && scalar.isNull();
    }

    private static YamlNode child(YamlNode node, String name) {
        return node instanceof YamlNode.Sequence list
                ? list.items().get(Integer.parseInt(name))
                : ((YamlNode.Mapping) node).fields().get(name);
    }

    private static void put(YamlNode node, String name, YamlNode value) {
        if (node instanceof YamlNode.Sequence list) {
            list.items().set(Integer.parseInt(name), value);
        } else {
            ((YamlNode.Mapping) node).fields().put(name, value);
        }
    }

    /** The type of what a name stands for inside of a value. */
    private Type inner(YamlNode node, Type type, String name, String path, Place place) {
        String whole = Binder.join(path, name);
        if (node instanceof YamlNode.Sequence list) {
            if (!name.matches("\\d{1,6}")
                    || Integer.parseInt(name) >= list.items().size()) {
                throw new ConfigException("%s: %s expected the number of an entry, from 0, of %d in the list, found %s"
                        .formatted(place, whole, list.items().size(), name));
            }
            return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : type;
        }
        if (!(node instanceof YamlNode.Mapping mapping)) {
            throw new ConfigException(
                    "%s: %s has no fields, since %s is %s".formatted(place, path, path, node.found()));
        }
        if (type instanceof ParameterizedType generic) {
            return generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
        }
        Map<String, Type> known = new LinkedHashMap<>();
        Class<?> plain = (Class<?>) type;
        if (binder.schema().isVariant(plain)) {
            String choice = Schema.choice(plain);
            known.put(choice, String.class);
            if (mapping.fields().get(choice) instanceof YamlNode.Scalar chosen) {
                plain = binder.schema().variants().get(plain).getOrDefault(chosen.text(), plain);
            } else {
                plain = Schema.usual(plain).<Class<?>>map(usual -> usual).orElse(plain);
            }
        }
        if (plain.isRecord()) {
            Field.of(plain).forEach(field -> known.put(field.name(), field.type()));
        }
        if (!known.containsKey(name)) {
            throw Binder.unknown(place, whole, name, known.keySet());
        }
        return known.get(name);
    }

    private YamlNode value(String text, Type type, Place place) {
        String bare = text.strip();
        boolean single = type instanceof Class<?> plain
                && (binder.scalars().has(plain) || binder.schema().files().contains(plain) && !bare.startsWith("{"));
        return single ? single(bare, place) : YamlReader.parseLine(bare, place);
    }

    /** The text, or what is between the quotes that it stands in as a whole. */
    private static YamlNode single(String text, Place place) {
        if (text.startsWith("\"") || text.startsWith("'")) {
            try {
                if (YamlReader.parseLine(text, place) instanceof YamlNode.Scalar inQuotes && inQuotes.quoted()) {
                    return inQuotes;
                }
            } catch (ConfigException e) {
                // quotes that are part of the text
            }
        }
        return new YamlNode.Scalar(text, false, place);
    }
}
