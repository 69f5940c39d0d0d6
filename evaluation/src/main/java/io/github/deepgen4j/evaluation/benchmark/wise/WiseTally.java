// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.wise;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Means of categories, and the headline if every item has a row. */
final class WiseTally {
    private final Edition edition;
    private final BitSet seen = new BitSet();
    private final Map<Category, Double> sums = new EnumMap<>(Category.class);
    private final Map<Category, Integer> counts = new EnumMap<>(Category.class);

    WiseTally(Edition edition) {
        this.edition = edition;
    }

    /**
     * Adds the row of an item.
     *
     * @param score 0..1; empty for a row that cannot be read, which the scripts take for present but do not count
     */
    void add(int number, OptionalDouble score) {
        seen.set(number);
        score.ifPresent(value -> {
            Category category = edition.category(number);
            sums.merge(category, value, Double::sum);
            counts.merge(category, 1, Integer::sum);
        });
    }

    Map<Category, Integer> counts() {
        return counts;
    }

    /** The mean of each category that has a score, 0..1. */
    Map<Category, Double> categories() {
        Map<Category, Double> means = new EnumMap<>(sums);
        means.replaceAll((category, sum) -> sum / counts.get(category));
        return means;
    }

    /** True if each of the numbers 1..1000 has a row. */
    boolean complete() {
        return seen.cardinality() == Edition.ITEMS && seen.nextClearBit(1) == Edition.ITEMS + 1;
    }

    /** The official headline: the weighted mean of the categories, 0..1; empty if a number is missing. */
    OptionalDouble overall() {
        return complete() && sums.size() == Category.values().length ? overPresent() : OptionalDouble.empty();
    }

    /** Overall score over the categories that have one, whose weights are brought to a sum of 1; empty if none has. */
    OptionalDouble overPresent() {
        double weights = 0;
        double sum = 0;
        for (Map.Entry<Category, Double> category : categories().entrySet()) {
            double weight = edition.weights().get(category.getKey());
            weights += weight;
            sum += weight * category.getValue();
        }
        return weights == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / weights);
    }
}
