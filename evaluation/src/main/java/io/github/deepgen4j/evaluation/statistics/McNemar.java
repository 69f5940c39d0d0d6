// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.statistics;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The exact test of paired results that pass or fail (Q. McNemar, 1947): of the pairs that differ, each way is as
 * likely if nothing changed.
 *
 * @param exact two-sided probability of pairs as uneven as these
 * @param mid the same with half the weight on this very count, which is nearer to the nominal level (M. W. Fagerland
 *     et al., 2013)
 */
public record McNemar(double exact, double mid) {
    /**
     * @param onlyBase pairs where only the first passed, 0 or more
     * @param onlyNext pairs where only the second passed, 0 or more
     */
    public static McNemar of(int onlyBase, int onlyNext) {
        if (onlyBase < 0 || onlyNext < 0) {
            throw new IllegalArgumentException(
                    "expected counts of pairs, found %d and %d".formatted(onlyBase, onlyNext));
        }
        int pairs = onlyBase + onlyNext;
        if (pairs == 0) {
            return new McNemar(1, 1);
        }
        var binomial = BinomialDistribution.of(pairs, 0.5);
        int fewer = Math.min(onlyBase, onlyNext);
        double tail = binomial.cumulativeProbability(fewer);
        return new McNemar(Math.min(1, 2 * tail), Math.min(1, 2 * tail - binomial.probability(fewer)));
    }
}
