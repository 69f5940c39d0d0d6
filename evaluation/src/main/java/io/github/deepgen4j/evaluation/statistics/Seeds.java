// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A setting that was run with several seeds, such as trainings of the same recipe: seeds are a second level beside
 * items, because all items of a run share its seed. One part of the error is that of the mean run over items, another
 * what the runs differ by beyond it; each has Student's t of its own, and the halves of the two intervals add as
 * squares (W. G. Cochran, 1964). With two or three seeds intervals are wide: that is what so few runs can tell.
 */
public final class Seeds {
    private final Bootstrap bootstrap;

    public Seeds(Bootstrap bootstrap) {
        this.bootstrap = bootstrap;
    }

    /**
     * The mean of the runs' headlines over the items that all have.
     *
     * @throws IllegalArgumentException if there are fewer than two runs
     */
    public Estimate estimate(Headline headline, List<List<ItemScores>> seeds) {
        Spread spread = new Spread(headline, List.of(), seeds);
        return spread.estimate();
    }

    /**
     * The second setting against the first, over the items that all runs have; the signs are of the items' means over
     * seeds.
     *
     * @throws IllegalArgumentException if a setting has fewer than two runs, or they have no item in common
     */
    public Comparison compare(Headline headline, List<List<ItemScores>> base, List<List<ItemScores>> next) {
        Spread spread = new Spread(headline, base, next);
        Estimate difference = spread.estimate();
        int better = 0;
        int worse = 0;
        for (int item = 0; item < spread.table.items(); item++) {
            double change = spread.mean(spread.next, item) - spread.mean(spread.base, item);
            better += change > Bootstrap.ROUNDING ? 1 : 0;
            worse += change < -Bootstrap.ROUNDING ? 1 : 0;
        }
        return new Comparison(
                spread.value(spread.base),
                spread.value(spread.next),
                difference,
                spread.p(difference),
                better,
                worse,
                McNemar.of(worse, better),
                Bootstrap.smallest(difference.standardError()));
    }

    /** The difference of two settings, or one setting where there is no base. */
    private final class Spread {
        private final Table table;
        private final List<Integer> base;
        private final List<Integer> next;
        private final double[][] drawn;
        private final List<Part> parts = new ArrayList<>();

        Spread(Headline headline, List<List<ItemScores>> base, List<List<ItemScores>> next) {
            if (base.size() == 1 || next.size() < 2) {
                throw new IllegalArgumentException("expected at least 2 seeds of each setting, found %s"
                        .formatted(base.isEmpty() ? next.size() : base.size() + " and " + next.size()));
            }
            this.table = new Table(
                    headline, Stream.concat(base.stream(), next.stream()).toList());
            if (table.items() == 0) {
                throw new IllegalArgumentException("expected runs over the same items, found none that all have");
            }
            this.base = IntStream.range(0, base.size()).boxed().toList();
            this.next = IntStream.range(base.size(), table.runs()).boxed().toList();
            this.drawn = Draws.headlines(table, bootstrap.draws(), bootstrap.seed());
            double[] contrast =
                    this.base.isEmpty() ? mean(this.next) : Bootstrap.minus(mean(this.next), mean(this.base));
            double items = Math.pow(Bootstrap.deviation(contrast), 2);
            parts.add(new Part(items, table.items() - 1.0));
            Stream.of(this.base, this.next).filter(runs -> !runs.isEmpty()).forEach(runs -> parts.add(beyond(runs)));
        }

        /** Variance of the mean of these runs, beyond what their items explain. */
        private Part beyond(List<Integer> runs) {
            double[] mean = mean(runs);
            double explained = runs.stream()
                    .mapToDouble(run -> Math.pow(Bootstrap.deviation(Bootstrap.minus(drawn[run], mean)), 2))
                    .sum();
            double found = Math.pow(
                    Bootstrap.deviation(
                            runs.stream().mapToDouble(table::headline).toArray()),
                    2);
            double between = Math.max(0, found - explained / (runs.size() - 1));
            return new Part(between / runs.size(), runs.size() - 1.0);
        }

        private double[] mean(List<Integer> runs) {
            double[] mean = new double[bootstrap.draws()];
            Arrays.setAll(
                    mean,
                    draw -> runs.stream()
                            .mapToDouble(run -> drawn[run][draw])
                            .average()
                            .orElseThrow());
            return mean;
        }

        double value(List<Integer> runs) {
            return runs.stream().mapToDouble(table::headline).average().orElse(0);
        }

        double mean(List<Integer> runs, int item) {
            return runs.stream()
                    .mapToDouble(run -> table.mean(run, item))
                    .average()
                    .orElseThrow();
        }

        Estimate estimate() {
            double value = value(next) - value(base);
            double half = half(Bootstrap.LEVEL);
            double error = Math.sqrt(parts.stream().mapToDouble(Part::variance).sum());
            return new Estimate(value, value - half, value + half, error, table.items());
        }

        private double half(double level) {
            return Math.sqrt(parts.stream()
                    .mapToDouble(part -> Math.pow(part.half(level), 2))
                    .sum());
        }

        /** The level whose interval just reaches zero. */
        double p(Estimate difference) {
            if (Math.abs(difference.value()) < Bootstrap.ROUNDING) {
                return 1;
            }
            double low = 0;
            double high = 1;
            for (int i = 0; i < 50; i++) {
                double middle = (low + high) / 2;
                if (half(middle) > Math.abs(difference.value())) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return high;
        }
    }

    /** A part of the variance and the degrees of freedom that it was found with. */
    private record Part(double variance, double freedom) {
        double half(double level) {
            return variance == 0
                    ? 0
                    : Math.sqrt(variance) * TDistribution.of(freedom).inverseSurvivalProbability(level / 2);
        }
    }
}
