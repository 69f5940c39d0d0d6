// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.drawing;

import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;

/**
 * Reads the fields of a request strictly, and remembers which were asked for: what is left over is unknown. Null is
 * absent. Every refusal names the field, what was expected and what was found.
 */
public final class FieldReader {
    private static final int SHOWN = 60;

    private final Map<String, JsonNode> fields;
    private final boolean textual;
    private final Refusal refusal;
    private final Set<String> known = new LinkedHashSet<>();

    /** Makes the exception for a field that is wrong. */
    public interface Refusal {
        /** @param code of the kinds of errors that the API documents, such as {@code invalid_value} */
        RuntimeException of(String code, String field, String message);
    }

    /** @param textual true if numbers, truth values, objects and arrays may be given as text */
    public FieldReader(Map<String, JsonNode> fields, boolean textual, Refusal refusal) {
        this.fields = fields;
        this.textual = textual;
        this.refusal = refusal;
    }

    /** A field under its name or one of its aliases, which must agree. */
    private Optional<JsonNode> find(String name, String... aliases) {
        known.add(name);
        known.addAll(List.of(aliases));
        Optional<JsonNode> found = value(name);
        for (String alias : aliases) {
            Optional<JsonNode> other = value(alias);
            if (found.isPresent() && other.isPresent() && !found.equals(other)) {
                throw refusal.of(
                        "conflicting_parameters",
                        alias,
                        "%s and %s expected one value, found %s and %s"
                                .formatted(name, alias, shown(found.get()), shown(other.get())));
            }
            found = found.or(() -> other);
        }
        return found;
    }

    private Optional<JsonNode> value(String name) {
        return Optional.ofNullable(fields.get(name)).filter(value -> !value.isNull());
    }

    /** A value as messages show it, shortened. */
    public static String shown(JsonNode value) {
        String text = value.isString() ? value.stringValue() : value.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    /** The refusal of a value, {@code invalid_value}. */
    public RuntimeException wrong(String field, String expected, JsonNode found) {
        return refuse("invalid_value", field, "%s expected %s, found %s".formatted(field, expected, shown(found)));
    }

    /** A refusal, to be thrown. */
    public RuntimeException refuse(String code, String field, String message) {
        return refusal.of(code, field, message);
    }

    // ---- kinds of values ----

    public Optional<String> text(String name, String... aliases) {
        return find(name, aliases).map(value -> {
            if (!value.isString()) {
                throw wrong(name, "text", value);
            }
            String text = value.stringValue();
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                throw wrong(name, "text of whole characters", JsonNode.of("half of a surrogate pair"));
            }
            return text;
        });
    }

    /** One of some words. */
    public Optional<String> word(String name, Collection<String> words) {
        return text(name).map(found -> {
            if (!words.contains(found)) {
                throw wrong(name, String.join(", ", words), JsonNode.of(found));
            }
            return found;
        });
    }

    public Optional<Integer> integer(String name, int least, int most, String... aliases) {
        String expected = "a whole number from " + least + " to " + most;
        return find(name, aliases).map(value -> {
            JsonNode number = number(value, "-?[0-9]{1,18}");
            if (!number.canConvertToInt() || number.intValue() < least || number.intValue() > most) {
                throw wrong(name, expected, value);
            }
            return number.intValue();
        });
    }

    public Optional<Double> decimal(String name, double least, double most, String... aliases) {
        String expected = "a number from %s to %s".formatted(plain(least), plain(most));
        return find(name, aliases).map(value -> {
            JsonNode number = number(value, "-?[0-9]{1,18}([.][0-9]{1,18})?");
            if (!number.isNumber() || !(number.doubleValue() >= least && number.doubleValue() <= most)) {
                throw wrong(name, expected, value);
            }
            return number.doubleValue();
        });
    }

    private static String plain(double number) {
        return new BigDecimal(number).stripTrailingZeros().toPlainString();
    }

    /** A number, which in a form is text of this pattern. */
    private JsonNode number(JsonNode value, String pattern) {
        if (textual && value.isString() && value.stringValue().matches(pattern)) {
            return Json.read(value.stringValue().replaceFirst("^(-?)0+(?=[0-9])", "$1"));
        }
        return value;
    }

    public Optional<Boolean> truth(String name) {
        return find(name).map(value -> {
            if (value.isBoolean()) {
                return value.booleanValue();
            }
            if (textual && value.asString().matches("true|false")) {
                return value.asString().equals("true");
            }
            throw wrong(name, "true or false", value);
        });
    }

    /** A whole number or text of one, as it stands there. */
    public Optional<String> numeral(String name) {
        return find(name).map(value -> {
            if (!value.isString() && !value.isIntegralNumber()) {
                throw wrong(name, "a whole number", value);
            }
            return value.asString();
        });
    }

    /** An object or array, which in a form is text of JSON. */
    public Optional<JsonNode> tree(String name, String... aliases) {
        return find(name, aliases).map(value -> {
            if (!textual || !value.asString().matches("(?s)\\s*[\\[{].*")) {
                return value;
            }
            try {
                return Json.read(value.stringValue());
            } catch (JacksonException | IllegalArgumentException e) {
                throw wrong(name, "JSON", value);
            }
        });
    }

    /** Names of some fields that are there. */
    public List<String> present(Collection<String> names) {
        known.addAll(names);
        return names.stream().filter(name -> value(name).isPresent()).toList();
    }

    // ---- what is left over ----

    /** Names that were given and never asked for. */
    public List<String> unknown() {
        return fields.keySet().stream().filter(name -> !known.contains(name)).toList();
    }

    /** The known name that is most like another. */
    public String nearest(String name) {
        return nearest(name, known);
    }

    /** The one of some names that is most like another; empty of none. */
    public static String nearest(String name, Collection<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(each -> distance(each, name)))
                .orElse("");
    }

    /** Insertions, deletions and replacements of characters (Levenshtein). */
    private static int distance(String a, String b) {
        List<Integer> row = new ArrayList<>();
        for (int j = 0; j <= b.length(); j++) {
            row.add(j);
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row.set(0, i);
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row.get(j);
                row.set(j, Math.min(replaced, 1 + Math.min(diagonal, row.get(j - 1))));
            }
        }
        return row.getLast();
    }
}
