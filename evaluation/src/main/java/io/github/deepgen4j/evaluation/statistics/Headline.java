// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.statistics;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The one number of a benchmark as a function of its items' scores: {@code scale * mean + offset}, where the mean is
 * over all units or over groups.
 */
public sealed interface Headline permits Headline.Micro, Headline.Weighted {
    /** Takes a mean of units to the printed scale. */
    Scale scale();

    /**
     * From the scale of a unit to the printed one.
     *
     * @param least the lowest score of a unit
     * @param most the highest score of a unit
     */
    record Scale(double factor, double offset, double least, double most) {
        /** Scores 0..1, printed as they are. */
        public static final Scale SHARE = new Scale(1, 0, 0, 1);

        /** Scores 0..1, printed as 0..100. */
        public static final Scale PERCENT = new Scale(100, 0, 0, 1);

        public Scale {
            if (!(factor > 0) || !(most > least)) {
                throw new IllegalArgumentException(
                        "expected a factor above 0 and a range, found %s and %s..%s".formatted(factor, least, most));
            }
        }

        double printed(double mean) {
            return factor * mean + offset;
        }
    }

    /** The mean over all units. */
    record Micro(Scale scale) implements Headline {}

    /**
     * The weighted mean over the means of groups. A group without a scored unit is left out, and the weights of the
     * others are scaled to a sum of 1.
     *
     * @param weights a positive weight for each group
     */
    record Weighted(Map<String, Double> weights, Scale scale) implements Headline {
        public Weighted {
            weights = new LinkedHashMap<>(weights);
            if (weights.isEmpty() || weights.values().stream().anyMatch(weight -> !(weight > 0))) {
                throw new IllegalArgumentException("expected groups with weights above 0, found " + weights);
            }
        }
    }

    /** The unweighted mean over the means of groups. */
    static Headline macro(Collection<String> groups, Scale scale) {
        Map<String, Double> weights = new LinkedHashMap<>();
        groups.forEach(group -> weights.put(group, 1.0));
        return new Weighted(weights, scale);
    }

    /** The number itself, on the printed scale; NaN if nothing was scored. */
    default double of(List<ItemScores> items) {
        return new Table(this, List.of(items)).headline(0);
    }

    /** The mean of each group that has a scored unit, on the scale of a unit. */
    static Map<String, Double> means(List<ItemScores> items) {
        Map<String, Double> sums = new LinkedHashMap<>();
        Map<String, Double> units = new HashMap<>();
        for (ItemScores item : items) {
            for (Term term : item.terms()) {
                sums.merge(term.group(), term.sum(), Double::sum);
                units.merge(term.group(), term.units(), Double::sum);
            }
        }
        sums.keySet().removeIf(group -> units.get(group) == 0);
        sums.replaceAll((group, sum) -> sum / units.get(group));
        return sums;
    }
}
