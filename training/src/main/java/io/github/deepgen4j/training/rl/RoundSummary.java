// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.training.rl.record.Phases;
import io.github.deepgen4j.training.rl.record.RewardColumn;
import io.github.deepgen4j.training.rl.record.UpdateRecord;
import io.github.deepgen4j.training.rl.reward.Tally;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The outcome of a rollout of all processes.
 *
 * @param trained numbers of the trained steps
 * @param names of the rewards, in the order of the tables' columns
 */
record RoundSummary(
        int step,
        int[] trained,
        List<String> names,
        List<GroupReport> groups,
        Advantages advantages,
        Tally tally,
        Phases phases) {
    private static final double[] QUANTILES = {0, 0.01, 0.05, 0.5, 0.95, 0.99, 1};

    /** Numbers for the metrics, by name. */
    Map<String, Double> measures() {
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("reward", mean(totals()));
        rewards().forEach((name, column) -> measures.put("reward/" + name, column.mean()));
        measures.put("zero_variance", zeroVariance());
        measures.put("dropped", (double) advantages.dropped());
        double diversity = looks().get("diversity");
        if (Double.isFinite(diversity)) {
            measures.put("diversity", diversity);
        }
        return measures;
    }

    /**
     * The line of the flight recorder.
     *
     * @param measures of the losses
     * @param ratios of probabilities, ascending
     */
    UpdateRecord record(Map<String, Double> measures, double[] ratios, Map<String, Long> bytes) {
        Map<String, Double> losses = new LinkedHashMap<>(measures);
        losses.keySet().removeAll(measures().keySet());
        phases.end("policy");
        return new UpdateRecord(
                step,
                trained,
                mean(totals()),
                deviation(totals()),
                rewards(),
                zeroVariance(),
                advantages.dropped(),
                spread(),
                quantiles(ratios),
                losses,
                looks(),
                Map.of("questions", tally.questions(), "failed", tally.failures(), "cached", tally.cached()),
                phases.seconds(),
                bytes);
    }

    private double[] totals() {
        return groups.stream()
                .filter(group -> !group.dropped())
                .flatMapToDouble(group -> Arrays.stream(group.compared().totals()))
                .toArray();
    }

    private double zeroVariance() {
        return advantages.zeroVariance() / (double) groups.size();
    }

    private Map<String, RewardColumn> rewards() {
        Map<String, RewardColumn> columns = new LinkedHashMap<>();
        for (int f = 0; f < names.size(); f++) {
            int column = f;
            List<double[]> asked = groups.stream()
                    .filter(group -> group.weights()[column] > 0)
                    .map(group -> Arrays.stream(group.raw())
                            .mapToDouble(row -> row[column])
                            .toArray())
                    .toList();
            double[] all = asked.stream().flatMapToDouble(Arrays::stream).toArray();
            long constant = asked.stream()
                    .filter(values -> DoubleStream.of(values).allMatch(value -> value == values[0]))
                    .count();
            int failed =
                    groups.stream().mapToInt(group -> group.failed()[column]).sum();
            columns.put(
                    names.get(f),
                    new RewardColumn(
                            mean(all),
                            deviation(all),
                            asked.isEmpty() ? 0 : constant / (double) asked.size(),
                            asked.size(),
                            failed));
        }
        return columns;
    }

    private Map<String, Double> spread() {
        double[] used = IntStream.range(0, advantages.values().length)
                .filter(i -> advantages.used()[i])
                .mapToDouble(i -> advantages.values()[i])
                .toArray();
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put("mean", mean(used));
        numbers.put("std", deviation(used));
        numbers.put("least", DoubleStream.of(used).min().orElse(0));
        numbers.put("most", DoubleStream.of(used).max().orElse(0));
        return numbers;
    }

    private static Map<String, Double> quantiles(double[] sorted) {
        Map<String, Double> quantiles = new LinkedHashMap<>();
        for (double q : QUANTILES) {
            if (sorted.length > 0) {
                quantiles.put(Double.toString(q), sorted[(int) Math.round(q * (sorted.length - 1))]);
            }
        }
        return quantiles;
    }

    private Map<String, Double> looks() {
        Map<String, Double> looks = new LinkedHashMap<>();
        looks.put(
                "diversity",
                groups.stream()
                        .mapToDouble(group -> group.looks().diversity())
                        .filter(Double::isFinite)
                        .average()
                        .orElse(Double.NaN));
        looks.put(
                "saturated",
                mean(groups.stream().mapToDouble(g -> g.looks().saturated()).toArray()));
        looks.put(
                "grid", mean(groups.stream().mapToDouble(g -> g.looks().grid()).toArray()));
        return looks;
    }

    private static double mean(double[] values) {
        return DoubleStream.of(values).average().orElse(0);
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        return Math.sqrt(DoubleStream.of(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0));
    }
}
