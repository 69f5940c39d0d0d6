// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Properties of the aggregation of every benchmark. */
public final class AggregateProperties {
    private AggregateProperties() {}

    /**
     * Asserts that the order of records does not matter, that a second record of a task is refused, that one fewer is
     * another result, and that the contributions give the headline again.
     */
    public static <I extends Item, V> void check(
            Benchmark<I, V> benchmark, List<I> items, List<Outcome<V>> outcomes, Options options) {
        Summary summary = benchmark.aggregate(items, new Outcomes<>(outcomes), options);
        List<Outcome<V>> shuffled = new ArrayList<>(outcomes);
        Collections.shuffle(shuffled, new Random(3));
        assertThat(benchmark.aggregate(items, new Outcomes<>(shuffled), options))
                .isEqualTo(summary);
        List<Outcome<V>> doubled = new ArrayList<>(outcomes);
        doubled.add(outcomes.getFirst());
        assertThatThrownBy(() -> new Outcomes<>(doubled)).hasMessageContaining("expected one outcome, found two");
        Summary fewer = benchmark.aggregate(items, new Outcomes<>(outcomes.subList(1, outcomes.size())), options);
        assertThat(fewer.samples()).isNotEqualTo(summary.samples());
        assertThat(ofContributions(summary)).isCloseTo(summary.headline().orElseThrow(), within(1e-9));
        assertThat(benchmark
                        .aggregate(items, new Outcomes<>(List.of()), options)
                        .headline())
                .isEmpty();
    }

    private static double ofContributions(Summary summary) {
        Map<String, double[]> strata = new LinkedHashMap<>();
        for (Contribution one : summary.contributions()) {
            double[] stratum = strata.computeIfAbsent(one.stratum(), _ -> new double[2]);
            stratum[0] += one.sum();
            stratum[1] += one.count();
        }
        double total = 0;
        double weights = 0;
        for (Map.Entry<String, double[]> stratum : strata.entrySet()) {
            double weight = summary.weights().getOrDefault(stratum.getKey(), 1.0);
            total += weight * stratum.getValue()[0] / stratum.getValue()[1];
            weights += weight;
        }
        return total / weights;
    }
}
