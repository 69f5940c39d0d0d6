// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.config;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

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
    static void replace(JsonNode tree, Consumer<String> notes) {
        for (Field field : FIELDS) {
            if (at(tree, field.at()) instanceof ObjectNode object
                    && object.has(field.old())
                    && !object.has(field.now())) {
                object.set(field.now(), object.remove(field.old()));
                notes.accept(note(dotted(field.at(), field.old()), dotted(field.at(), field.now())));
            }
        }
        VALUES.stream()
                .filter(value -> at(tree, value.at()) instanceof ObjectNode object
                        && object.path(value.field()).asString("").equals(value.old())
                        && (value.beside().isEmpty() || object.has(value.beside())))
                .findFirst()
                .ifPresent(value -> {
                    ((ObjectNode) at(tree, value.at())).put(value.field(), value.now());
                    notes.accept(note(dotted(value.at(), value.field()) + " " + value.old(), value.now()));
                });
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

    private static JsonNode at(JsonNode tree, String name) {
        return name.isEmpty() ? tree : tree.path(name);
    }
}
