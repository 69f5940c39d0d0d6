// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.statistics;

import java.util.SplittableRandom;

/**
 * Draws of items for several runs at once: each run is summed over the same draw. A stratum of n items gives n - 1
 * with replacement, each counted n / (n - 1) times: the spread of the draws is then that of the headline without bias,
 * also for small strata (J. N. K. Rao and C. F. J. Wu, 1988).
 */
final class Draws {
    private Draws() {}

    /** Headline of each run in each draw: {@code [run][draw]}. */
    static double[][] headlines(Table table, int draws, long seed) {
        var random = new SplittableRandom(seed);
        double[][] headlines = new double[table.runs()][draws];
        Table.Totals[] totals = new Table.Totals[table.runs()];
        for (int run = 0; run < totals.length; run++) {
            totals[run] = table.totals();
        }
        for (int draw = 0; draw < draws; draw++) {
            draw(table, random, totals);
            for (int run = 0; run < totals.length; run++) {
                headlines[run][draw] = totals[run].headline();
                totals[run].clear();
            }
        }
        return headlines;
    }

    private static void draw(Table table, SplittableRandom random, Table.Totals[] totals) {
        int[] strata = table.strata();
        for (int stratum = 0; stratum + 1 < strata.length; stratum++) {
            int first = strata[stratum];
            int size = strata[stratum + 1] - first;
            int drawn = Math.max(1, size - 1);
            double times = (double) size / drawn;
            for (int i = 0; i < drawn; i++) {
                int item = first + random.nextInt(size);
                for (int run = 0; run < totals.length; run++) {
                    totals[run].add(run, item, times);
                }
            }
        }
    }

    /**
     * Differences of the second run over the first if in each draw the two runs' results of random items are swapped:
     * what is to be expected if it does not matter which run an item comes from.
     */
    static double[] swapped(Table table, int draws, long seed) {
        var random = new SplittableRandom(seed);
        double[] differences = new double[draws];
        Table.Totals first = table.totals();
        Table.Totals second = table.totals();
        for (int draw = 0; draw < draws; draw++) {
            for (int item = 0; item < table.items(); item++) {
                int swap = random.nextInt() >>> 31;
                first.add(swap, item, 1);
                second.add(1 - swap, item, 1);
            }
            differences[draw] = second.headline() - first.headline();
            first.clear();
            second.clear();
        }
        return differences;
    }
}
