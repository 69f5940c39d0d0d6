// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.imgedit;

import io.github.deepgen4j.evaluation.data.PythonNumber;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Scores by edit type ({@code imgedit: Benchmark/Basic/step2_typescore.py}). */
final class TypeScores {
    private TypeScores() {}

    /** The mean of item scores, rounded to two decimals; not for an empty list. */
    static double of(List<Double> items) {
        double sum = 0;
        for (double item : items) {
            sum += item;
        }
        return PythonNumber.round2(sum / items.size());
    }

    /**
     * The mean of the types' scores, which no script prints: it was inferred from the leaderboard. Empty unless every
     * type has a score.
     */
    static OptionalDouble headline(Map<EditType, Double> types) {
        if (types.size() < EditType.values().length) {
            return OptionalDouble.empty();
        }
        return new TreeMap<>(types)
                .values().stream().mapToDouble(Double::doubleValue).average();
    }
}
