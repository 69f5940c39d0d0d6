// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.rise;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The kinds of reasoning, with the subtasks of the official tables in their order. */
enum RiseCategory {
    TEMPORAL("Temp", "Life Progression", "Material Progression", "Environmental Cycles", "Societal Transformation"),
    CAUSAL(
            "Causal",
            "Structural Deformation",
            "State Transition",
            "Chemical and Biological Transformation",
            "Physics Manifestation"),
    SPATIAL(
            "Spa",
            "Component Assembly",
            "Object Arrangement",
            "Viewpoint Generation",
            "Structural Inference",
            "Layout Reasoning"),
    LOGICAL("Logic", "Pattern Prediction", "Mathematical Derivation", "Puzzle Solving");

    private final String prefix;
    private final List<String> subtasks;

    RiseCategory(String prefix, String... subtasks) {
        this.prefix = prefix;
        this.subtasks = List.of(subtasks);
    }

    /** The word in the data and the name of the folder of its pictures. */
    String word() {
        return name().toLowerCase(Locale.ROOT) + "_reasoning";
    }

    /** In the rows of the official table, {@code Temporal} for example. */
    String title() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }

    /** Before the names of subtasks in the official table. */
    String prefix() {
        return prefix;
    }

    List<String> subtasks() {
        return subtasks;
    }

    static List<String> words() {
        return Arrays.stream(values()).map(RiseCategory::word).toList();
    }

    /** @throws IllegalArgumentException for another word than {@link #words} */
    static RiseCategory of(String word) {
        return Arrays.stream(values())
                .filter(category -> category.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(word));
    }
}
