// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.rl.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Columns, weights and totals of rewards, as the published trainer puts them together. */
class RewardDispatchGoldenTest {
    private static final JsonNode DISPATCH = Golden.json("rl/reward_dispatch.json");
    private static final int IMAGES = DISPATCH.get("rollout_n").intValue();
    private static final double CLOSE = 1e-6;

    private static List<String> columns() {
        return DISPATCH.get("columns").valueStream().map(JsonNode::stringValue).toList();
    }

    @Test
    void columnsAreTheSortedUnion() {
        assertThat(columns()).isEqualTo(List.copyOf(new TreeSet<>(columns())));
    }

    @Test
    void totalsAreTheWeightedSumOfWhatIsAskedFor() {
        assertTotals("total_weighted", input -> {
            Map<String, Double> weights = new TreeMap<>();
            input.get("reward_config")
                    .properties()
                    .forEach(entry ->
                            weights.put(entry.getKey(), entry.getValue().doubleValue()));
            return weights;
        });
    }

    @Test
    void withoutWeightsTotalsArePlainSums() {
        Map<String, Double> plain = new TreeMap<>();
        columns().forEach(name -> plain.put(name, 1.0));
        assertTotals("total_plain_sum", _ -> plain);
    }

    private static void assertTotals(String field, Function<JsonNode, Map<String, Double>> weights) {
        List<Double> totals = new ArrayList<>();
        for (int i = 0; i < DISPATCH.get("inputs").size(); i++) {
            JsonNode input = DISPATCH.get("inputs").get(i);
            var prompt = new Prompt(input.get("prompt").stringValue(), "d", weights.apply(input));
            double[][] raw = new double[IMAGES][columns().size()];
            for (int image = 0; image < IMAGES; image++) {
                for (int c = 0; c < columns().size(); c++) { // B18: not computed where nothing is asked
                    raw[image][c] = prompt.rewards().containsKey(columns().get(c))
                            ? DISPATCH.get("rewards")
                                    .get(i * IMAGES + image)
                                    .get(c)
                                    .doubleValue()
                            : Double.NaN;
                }
            }
            var group = new RewardTable.Group(
                    prompt, columns(), raw, new boolean[IMAGES][columns().size()], new TreeMap<>(), false);
            for (double total : group.totals()) {
                totals.add(total);
            }
        }
        assertThat(totals.size()).isEqualTo(DISPATCH.get(field).size());
        for (int i = 0; i < totals.size(); i++) {
            assertThat(totals.get(i)).isCloseTo(DISPATCH.get(field).get(i).doubleValue(), within(CLOSE));
        }
    }
}
