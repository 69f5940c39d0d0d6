// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.statistics;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Intervals and paired tests by drawing items anew, stratum by stratum. The same seed gives the same numbers.
 *
 * @param draws how many, at least 100
 */
public record Bootstrap(int draws, long seed) {
    /** The draws of the commands. */
    public static final Bootstrap USUAL = new Bootstrap(10_000, 20_260_212);

    /** Share of intervals that miss. */
    static final double LEVEL = 0.05;

    /** Chance to find the {@link Comparison#smallest smallest} difference. */
    private static final double POWER = 0.8;

    /** Sums in another order differ by this much. */
    static final double ROUNDING = 1e-9;

    static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    public Bootstrap {
        if (draws < 100) {
            throw new IllegalArgumentException("expected at least 100 draws, found " + draws);
        }
    }

    /**
     * A headline with its interval; NaN without a scored unit.
     *
     * @throws IllegalArgumentException if an item comes twice, or has a group that the headline does not know
     */
    public Estimate estimate(Headline headline, List<ItemScores> items) {
        Table table = new Table(headline, List.of(items));
        double value = table.headline(0);
        if (Double.isNaN(value)) {
            return new Estimate(value, value, value, value, table.items());
        }
        Estimate estimate = estimate(table, value, Draws.headlines(table, draws, seed)[0], table.influence(0));
        return estimate.standardError() < ROUNDING ? atEdge(headline.scale(), table, estimate) : estimate;
    }

    /**
     * Two runs over the items that both have.
     *
     * @throws IllegalArgumentException if they have none in common
     */
    public Comparison compare(Headline headline, List<ItemScores> base, List<ItemScores> next) {
        Table table = new Table(headline, List.of(base, next));
        if (table.items() == 0) {
            throw new IllegalArgumentException("expected runs over the same items, found none that both have");
        }
        double value = table.headline(1) - table.headline(0);
        double[][] drawn = Draws.headlines(table, draws, seed);
        double[] first = table.influence(0);
        double[] second = table.influence(1);
        Estimate difference = estimate(table, value, minus(drawn[1], drawn[0]), minus(second, first));
        return comparison(table, difference, swapTest(table, value));
    }

    private double swapTest(Table table, double value) {
        long larger = Arrays.stream(Draws.swapped(table, draws, seed))
                .filter(swapped -> Math.abs(swapped) >= Math.abs(value) - ROUNDING)
                .count();
        return (larger + 1.0) / (draws + 1.0);
    }

    private static Comparison comparison(Table table, Estimate difference, double p) {
        int better = 0;
        int worse = 0;
        for (int item = 0; item < table.items(); item++) {
            double change = table.mean(1, item) - table.mean(0, item);
            better += change > ROUNDING ? 1 : 0;
            worse += change < -ROUNDING ? 1 : 0;
        }
        return new Comparison(
                table.headline(0),
                table.headline(1),
                difference,
                p,
                better,
                worse,
                McNemar.of(worse, better),
                smallest(difference.standardError()));
    }

    /** Two-sided at {@link #LEVEL}, found with {@link #POWER}. */
    static double smallest(double standardError) {
        return (NORMAL.inverseCumulativeProbability(1 - LEVEL / 2) + NORMAL.inverseCumulativeProbability(POWER))
                * standardError;
    }

    static double[] minus(double[] a, double[] b) {
        double[] difference = new double[a.length];
        Arrays.setAll(difference, i -> a[i] - b[i]);
        return difference;
    }

    /**
     * The interval BCa, corrected for bias and for skew (B. Efron, 1987), with Student's t in place of the normal
     * quantile, which is too narrow for few items (T. C. Hesterberg, 2015).
     */
    private static Estimate estimate(Table table, double value, double[] drawn, double[] influence) {
        double[] sorted = drawn.clone();
        Arrays.sort(sorted);
        double bias = bias(sorted, value);
        var moments = Moments.of(influence, table.strata());
        double low = quantile(sorted, moments.corrected(-moments.quantile(LEVEL), bias));
        double high = quantile(sorted, moments.corrected(moments.quantile(LEVEL), bias));
        return new Estimate(value, low, high, deviation(sorted), table.items());
    }

    private static double bias(double[] sorted, double value) {
        double below = 0;
        for (double drawn : sorted) {
            below += drawn < value - ROUNDING ? 1 : drawn <= value + ROUNDING ? 0.5 : 0;
        }
        double share = Math.clamp(below / sorted.length, 0.5 / sorted.length, 1 - 0.5 / sorted.length);
        return NORMAL.inverseCumulativeProbability(share);
    }

    /** Linear between the sorted values. */
    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / (values.length - 1));
    }

    /**
     * Draws of equal items are equal and would promise certainty. If all are at an end of the scale, the share that is
     * there is at least {@code level^(1/n)} (Clopper and Pearson, 1934), and the worst that the others can be is the
     * other end.
     */
    private static Estimate atEdge(Headline.Scale scale, Table table, Estimate estimate) {
        double share = Math.pow(LEVEL / 2, 1 / table.effectiveItems(0));
        double least = scale.printed(scale.least());
        double most = scale.printed(scale.most());
        double value = estimate.value();
        double low = Math.abs(value - most) < ROUNDING ? least + share * (most - least) : value;
        double high = Math.abs(value - least) < ROUNDING ? most - share * (most - least) : value;
        return new Estimate(value, low, high, estimate.standardError(), estimate.items());
    }
}
