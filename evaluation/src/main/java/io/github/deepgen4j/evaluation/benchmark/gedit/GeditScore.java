// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.gedit;

import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The worth of one of the two answers about an edit.
 *
 * @param scores as the judge gave them, not held to 0..10
 * @param guessed the scores are a random number of the original's, for audits only
 */
public record GeditScore(List<Double> scores, boolean guessed) {
    public GeditScore {
        scores = List.copyOf(scores);
    }

    /** The lowest of the scores, which stands for the answer. */
    double lowest() {
        return Collections.min(scores);
    }

    /**
     * The overall score of an edit, the square root of the product of both answers; empty where that is negative, on
     * which the original ends ({@code step1x: GEdit-Bench/viescore}).
     *
     * @param semantics lowest score for what was edited
     * @param quality lowest score for how it looks
     */
    static OptionalDouble overall(double semantics, double quality) {
        double product = semantics * quality;
        return product >= 0 ? OptionalDouble.of(Math.sqrt(product)) : OptionalDouble.empty();
    }
}
