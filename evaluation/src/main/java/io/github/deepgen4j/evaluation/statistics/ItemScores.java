// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.statistics;

import java.util.List;
import java.util.Objects;

/**
 * All that one item of a benchmark was scored: the unit of every interval and test here, because images of one prompt
 * are not independent.
 *
 * @param item its name, the same in every run
 * @param stratum the part of the benchmark whose number of items is fixed, such as a tag; empty if there are none
 */
public record ItemScores(String item, String stratum, List<Term> terms) {
    public ItemScores {
        Objects.requireNonNull(item, "item");
        Objects.requireNonNull(stratum, "stratum");
        terms = List.copyOf(terms);
    }

    /** An item that counts in one group, which is its stratum. */
    public static ItemScores of(String item, String group, double sum, double units) {
        return new ItemScores(item, group, List.of(new Term(group, sum, units)));
    }

    /** The mean over all its units, whatever their group; NaN without any. */
    public double mean() {
        double sum = 0;
        double units = 0;
        for (Term term : terms) {
            sum += term.sum();
            units += term.units();
        }
        return sum / units;
    }
}
