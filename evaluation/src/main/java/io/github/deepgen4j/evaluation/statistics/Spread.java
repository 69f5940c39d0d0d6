// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.statistics;

import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Values by themselves.
 *
 * @param count at least 1
 * @param variance without bias; 0 of a single value
 */
public record Spread(int count, double mean, double variance) {
    /** That of at least one value. */
    public static Spread of(List<Double> values) {
        double mean = values.stream().mapToDouble(value -> value).average().orElseThrow();
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return new Spread(values.size(), mean, squares / Math.max(1, values.size() - 1));
    }

    /**
     * Half the width of the mean's interval by Student's t.
     *
     * @param level the chance that it misses
     */
    public double halfWidth(double level) {
        return count < 2
                ? Double.POSITIVE_INFINITY
                : Math.sqrt(variance / count) * TDistribution.of(count - 1).inverseSurvivalProbability(level / 2);
    }
}
