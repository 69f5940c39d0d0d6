// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.config;

import io.github.deepgen4j.training.yaml.YamlNode;
import io.github.deepgen4j.training.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The one table of names that configuration files, overrides and checkpoints of older versions use. */
public final class OldSpellings {
    /** @param at dotted name of the object that holds the field; empty for the whole configuration */
    private record Field(String at, String old, String now) {}

    /** @param beside a field of the same object, without which the value means what it says; empty for none */
    private record Value(String at, String field, String old, String now, String beside) {}

    private static final List<Field> FIELDS = List.of(
            new Field("", "recompute", "activation_checkpointing"),
            new Field("objective", "validation_pictures", "validation_images"));

    /** The first that applies counts. */
    private static final List<Value> VALUES = List.of(
            new Value("objective", "type", "supervised", "flow_matching", ""),
            new Value("objective", "type", "flow_matching", "nano_flow_matching", "scenes"));

    /** Objectives in checkpoints, by the name of a class. */
    private static final Map<String, String> CLASSES = Map.of(
            "Supervised", "flow_matching",
            "FlowMatching", "nano_flow_matching",
            "VaeReconstruction", "vae_reconstruction",
            "LanguageModelling", "language_modelling",
            "PlanAlignment", "plan_alignment");

    private OldSpellings() {}

    /** The present name of an objective that a checkpoint names. */
    public static String objective(String stored) {
        return CLASSES.getOrDefault(stored, stored);
    }

    /**
     * Changes a configuration to present names.
     *
     * @param notes gets a line for each change
     */
    static void replace(YamlNode.Mapping document, Consumer<String> notes) {
        for (Field field : FIELDS) {
            Map<String, YamlNode> fields = at(document, field.at());
            if (fields.containsKey(field.old()) && !fields.containsKey(field.now())) {
                fields.put(field.now(), fields.remove(field.old()));
                notes.accept(note(dotted(field.at(), field.old()), dotted(field.at(), field.now())));
            }
        }
        VALUES.stream()
                .filter(value -> applies(value, at(document, value.at())))
                .findFirst()
                .ifPresent(value -> {
                    at(document, value.at())
                            .compute(value.field(), (_, old) -> new Scalar(value.now(), true, old.place()));
                    notes.accept(note(dotted(value.at(), value.field()) + " " + value.old(), value.now()));
                });
    }

    private static boolean applies(Value value, Map<String, YamlNode> fields) {
        return fields.get(value.field()) instanceof Scalar scalar
                && scalar.text().equals(value.old())
                && (value.beside().isEmpty() || fields.containsKey(value.beside()));
    }

    /** An override, {@code a.b=value}, with the present name of its field. */
    static String replace(String override, Consumer<String> notes) {
        for (Field field : FIELDS) {
            String old = dotted(field.at(), field.old());
            if (override.startsWith(old + "=") || override.startsWith(old + ".")) {
                String now = dotted(field.at(), field.now());
                notes.accept(note(old, now));
                return now + override.substring(old.length());
            }
        }
        return override;
    }

    private static String note(String old, String now) {
        return "note: " + old + " is now " + now;
    }

    private static String dotted(String at, String field) {
        return at.isEmpty() ? field : at + "." + field;
    }

    private static Map<String, YamlNode> at(YamlNode.Mapping document, String name) {
        YamlNode node = name.isEmpty() ? document : document.fields().get(name);
        return node instanceof YamlNode.Mapping mapping ? mapping.fields() : Map.of();
    }
}
