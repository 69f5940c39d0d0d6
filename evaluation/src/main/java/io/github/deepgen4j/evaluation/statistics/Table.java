// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.statistics;

import io.github.deepgen4j.evaluation.statistics.Headline.Micro;
import io.github.deepgen4j.evaluation.statistics.Headline.Weighted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The scores of one or more runs over the items that all of them have, as arrays: thousands of draws read them. Sorted
 * by stratum and name, so that no result depends on the order of records.
 */
final class Table {
    private final Headline.Scale scale;
    private final double[] weights; // of the groups
    private final int[] strata; // where each stratum begins, and the end
    private final Run[] runs;

    /** The terms of an item lie at {@code begin[item]} up to {@code begin[item + 1]}. */
    private record Run(int[] begin, int[] group, double[] sum, double[] units) {}

    Table(Headline headline, List<List<ItemScores>> runs) {
        scale = headline.scale();
        Map<String, Integer> groups = new HashMap<>();
        weights = switch (headline) {
            case Micro _ -> new double[] {1};
            case Weighted weighted -> {
                weighted.weights().keySet().forEach(group -> groups.put(group, groups.size()));
                yield weighted.weights().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray();
            }
        };
        List<Map<String, ItemScores>> byName = runs.stream().map(Table::byName).toList();
        Set<String> names = new HashSet<>(byName.getFirst().keySet());
        byName.forEach(run -> names.retainAll(run.keySet()));
        Map<String, List<String>> inStrata = Strata.of(names, byName.getFirst());
        List<String> order = new ArrayList<>();
        strata = new int[inStrata.size() + 1];
        int stratum = 0;
        for (List<String> items : inStrata.values()) {
            order.addAll(items.stream().sorted(Comparator.naturalOrder()).toList());
            strata[++stratum] = order.size();
        }
        this.runs = byName.stream()
                .map(run -> arrays(order, run, headline instanceof Micro ? null : groups))
                .toArray(Run[]::new);
    }

    private static Map<String, ItemScores> byName(List<ItemScores> items) {
        Map<String, ItemScores> byName = new HashMap<>();
        for (ItemScores item : items) {
            if (byName.put(item.item(), item) != null) {
                throw new IllegalArgumentException("expected each item once, found " + item.item() + " twice");
            }
        }
        return byName;
    }

    /** @param groups null where all terms count alike */
    private static Run arrays(List<String> order, Map<String, ItemScores> items, Map<String, Integer> groups) {
        int[] begin = new int[order.size() + 1];
        for (int i = 0; i < order.size(); i++) {
            begin[i + 1] = begin[i] + items.get(order.get(i)).terms().size();
        }
        int terms = begin[order.size()];
        Run run = new Run(begin, new int[terms], new double[terms], new double[terms]);
        int at = 0;
        for (String name : order) {
            for (Term term : items.get(name).terms()) {
                Integer group = groups == null ? Integer.valueOf(0) : groups.get(term.group());
                if (group == null) {
                    throw new IllegalArgumentException(
                            "%s: expected a group of %s, found %s".formatted(name, groups.keySet(), term.group()));
                }
                run.group[at] = group;
                run.sum[at] = term.sum();
                run.units[at] = term.units();
                at++;
            }
        }
        return run;
    }

    int runs() {
        return runs.length;
    }

    int items() {
        return strata[strata.length - 1];
    }

    /** First item of each stratum, and after it the end of the last. */
    int[] strata() {
        return strata;
    }

    Totals totals() {
        return new Totals();
    }

    /** Headline of a run over all items. */
    double headline(int run) {
        Totals totals = totals();
        for (int item = 0; item < items(); item++) {
            totals.add(run, item, 1);
        }
        return totals.headline();
    }

    /** The mean of one item's units in a run; NaN if it has none. */
    double mean(int run, int item) {
        Run scores = runs[run];
        double sum = 0;
        double units = 0;
        for (int i = scores.begin[item]; i < scores.begin[item + 1]; i++) {
            sum += scores.sum[i];
            units += scores.units[i];
        }
        return sum / units;
    }

    /**
     * Influence of each item, by which it moves a run's headline: the first-order change for one more copy of it. They
     * add up to zero over all items.
     */
    double[] influence(int run) {
        Totals totals = totals();
        for (int item = 0; item < items(); item++) {
            totals.add(run, item, 1);
        }
        Run scores = runs[run];
        double[] influence = new double[items()];
        double all = totals.weight();
        for (int item = 0; item < influence.length; item++) {
            for (int i = scores.begin[item]; i < scores.begin[item + 1]; i++) {
                int g = scores.group[i];
                if (totals.units[g] > 0) {
                    double mean = totals.sum[g] / totals.units[g];
                    influence[item] += scale.factor()
                            * weights[g]
                            / all
                            * (scores.sum[i] - mean * scores.units[i])
                            / totals.units[g];
                }
            }
        }
        return influence;
    }

    /**
     * The number of items that a plain mean with this headline's variance would rest on: fewer than all if groups of
     * different size weigh alike.
     */
    double effectiveItems(int run) {
        double[] items = new double[weights.length];
        Run scores = runs[run];
        for (int item = 0; item < items(); item++) {
            for (int i = scores.begin[item]; i < scores.begin[item + 1]; i++) {
                items[scores.group[i]] += scores.units[i] > 0 ? 1 : 0;
            }
        }
        double all = 0;
        double squares = 0;
        for (int g = 0; g < weights.length; g++) {
            all += items[g] > 0 ? weights[g] : 0;
            squares += items[g] > 0 ? weights[g] * weights[g] / items[g] : 0;
        }
        return all * all / squares;
    }

    /** Sums over a draw of items. */
    final class Totals {
        private final double[] sum = new double[weights.length];
        private final double[] units = new double[weights.length];

        void clear() {
            Arrays.fill(sum, 0);
            Arrays.fill(units, 0);
        }

        void add(int run, int item, double times) {
            Run scores = runs[run];
            for (int i = scores.begin[item]; i < scores.begin[item + 1]; i++) {
                int g = scores.group[i];
                sum[g] += times * scores.sum[i];
                units[g] += times * scores.units[i];
            }
        }

        private double weight() {
            double all = 0;
            for (int g = 0; g < weights.length; g++) {
                all += units[g] > 0 ? weights[g] : 0;
            }
            return all;
        }

        double headline() {
            double mean = 0;
            for (int g = 0; g < weights.length; g++) {
                mean += units[g] > 0 ? weights[g] * (sum[g] / units[g]) : 0;
            }
            return scale.printed(mean / weight());
        }
    }
}
