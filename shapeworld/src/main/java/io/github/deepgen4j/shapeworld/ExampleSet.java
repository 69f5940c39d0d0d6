// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld;

import io.github.deepgen4j.shapeworld.edit.EditGenerator;
import io.github.deepgen4j.shapeworld.prompt.PromptGenerator;
import io.github.deepgen4j.shapeworld.scene.Choices;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Edit;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Kind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * An endless, numbered set of examples: the same set, seed and number give the same example on every machine, in any
 * order and from any thread.
 *
 * @param weights how often each kind occurs, relative to the others
 */
public record ExampleSet(Map<Kind, Double> weights, Split split, long seed) {
    /**
     * @throws IllegalArgumentException if there is no kind, a weight is not above 0, or the split has none of a kind
     */
    public ExampleSet {
        if (weights.isEmpty() || weights.values().stream().anyMatch(weight -> !(weight > 0))) {
            throw new IllegalArgumentException("weights expected at least one kind, all above 0, found " + weights);
        }
        weights.keySet().forEach(split::check);
        weights = inOrder(weights);
    }

    /** These weights in an order that does not depend on the map nor on the JVM. */
    private static Map<Kind, Double> inOrder(Map<Kind, Double> weights) {
        Map<Kind, Double> ordered = new LinkedHashMap<>();
        Kind.ALL.stream().filter(weights::containsKey).forEach(kind -> ordered.put(kind, weights.get(kind)));
        return Collections.unmodifiableMap(ordered);
    }

    /** Example {@code index}. */
    public Example get(long index) {
        RandomGenerator random = Choices.random(seed * 0x9E3779B97F4A7C15L + index);
        return draw(weights, split, random);
    }

    /**
     * The next example of a kind that a generator gives, on one side of the split.
     *
     * @throws IllegalArgumentException if the split has none of the kind
     */
    public static Example draw(Kind kind, Split split, RandomGenerator random) {
        split.check(kind);
        while (true) {
            Example example = switch (kind) {
                case Category category -> PromptGenerator.draw(category, random);
                case Edit edit -> EditGenerator.draw(edit, random);
            };
            if (split.holds(example)) {
                return example;
            }
        }
    }

    /** The next example that a generator gives, of a kind drawn by weight. */
    public static Example draw(Map<Kind, Double> weights, Split split, RandomGenerator random) {
        double total =
                weights.values().stream().mapToDouble(Double::doubleValue).sum();
        double place = random.nextDouble() * total;
        Kind chosen = null;
        for (Map.Entry<Kind, Double> entry : weights.entrySet()) {
            chosen = entry.getKey();
            place -= entry.getValue();
            if (place < 0) {
                break;
            }
        }
        return draw(chosen, split, random);
    }
}
