// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.OptionalDouble;

/** The share of the other pictures of its group that each picture beats (spec/rl.md section 7.1). */
final class WinRate {
    private static final int DECIMALS = 3;

    private WinRate() {}

    /**
     * Two pictures of a group that were compared.
     *
     * @param points of the first, 0 to 1, the second has the rest; empty where the judge could not be asked: then the
     *     pair counts neither as won nor as compared
     */
    record Pair(int first, int second, OptionalDouble points) {}

    /** Win rates rounded as published; a picture of which no pair counts has failed, one alone in its group has 0.5. */
    static Worths of(int images, List<Pair> pairs) {
        double[] won = new double[images];
        int[] compared = new int[images];
        int counted = 0;
        for (Pair pair : pairs) {
            if (pair.points().isPresent()) {
                counted++;
                won[pair.first()] += pair.points().getAsDouble();
                won[pair.second()] += 1 - pair.points().getAsDouble();
                compared[pair.first()]++;
                compared[pair.second()]++;
            }
        }
        double[] values = new double[images];
        boolean[] failed = new boolean[images];
        for (int i = 0; i < images; i++) {
            failed[i] = images > 1 && compared[i] == 0;
            values[i] = compared[i] == 0 ? 0.5 : rounded(won[i] / compared[i]);
        }
        return new Worths(values, failed, 2 * counted >= pairs.size());
    }

    /** Python's {@code round}: half to even, on the exact value of the double. */
    private static double rounded(double value) {
        return new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue();
    }
}
