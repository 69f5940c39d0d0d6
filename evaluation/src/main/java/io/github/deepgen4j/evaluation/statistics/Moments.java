// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Shape, told by the influences of items centred within their strata, of a headline's distribution.
 *
 * @param skew a sixth of its skewness, the acceleration of BCa
 * @param freedom degrees of freedom of its standard error (F. E. Satterthwaite, 1946); infinite without any spread
 */
record Moments(double skew, double freedom) {
    static Moments of(double[] influence, int[] strata) {
        double squares = 0;
        double cubes = 0;
        double variance = 0;
        double uncertain = 0;
        for (int stratum = 0; stratum + 1 < strata.length; stratum++) {
            double mean = Arrays.stream(influence, strata[stratum], strata[stratum + 1])
                    .average()
                    .orElse(0);
            double inside = 0;
            for (int item = strata[stratum]; item < strata[stratum + 1]; item++) {
                double centred = influence[item] - mean;
                inside += centred * centred;
                cubes += centred * centred * centred;
            }
            int size = strata[stratum + 1] - strata[stratum];
            double part = inside * size / Math.max(1, size - 1);
            squares += inside;
            variance += part;
            uncertain += part * part / Math.max(1, size - 1);
        }
        return squares == 0
                ? new Moments(0, Double.POSITIVE_INFINITY)
                : new Moments(cubes / (6 * Math.pow(squares, 1.5)), variance * variance / uncertain);
    }

    /** Width to each side of a two-sided interval that misses with this chance, in standard errors. */
    double quantile(double level) {
        return Double.isInfinite(freedom)
                ? Bootstrap.NORMAL.inverseSurvivalProbability(level / 2)
                : TDistribution.of(freedom).inverseSurvivalProbability(level / 2);
    }

    /** The share of draws below the end of an interval that is z standard errors from the middle. */
    double corrected(double z, double bias) {
        double moved = bias + z;
        return Bootstrap.NORMAL.cumulativeProbability(bias + moved / (1 - skew * moved));
    }
}
