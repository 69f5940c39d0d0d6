// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.config.LearningRate;
import io.github.deepgen4j.training.run.Ema;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The start-up arithmetic, learning rates and averages of the published code ({@code rl/options.json}). */
class BatchSizesTest {
    private final JsonNode recorded = Golden.json("rl/options.json");

    private int option(JsonNode options, String name) {
        return options.path(name).asInt(recorded.get("defaults").get(name).asInt());
    }

    private BatchSizes sizes(JsonNode one) {
        JsonNode options = one.get("options");
        return new BatchSizes(
                one.get("world").asInt(),
                option(options, "rollout_n"),
                option(options, "rollout_micro_batch_size"),
                option(options, "rollout_global_batch_size"),
                option(options, "atrain_micro_batch_size"),
                option(options, "atrain_global_batch_size"),
                option(options, "atrain_num_actor_update_steps"));
    }

    @Test
    void sizesFollowAndAreRefusedAsPublished() {
        for (JsonNode one : recorded.get("derived_sizes")) {
            if (one.has("error")) {
                assertThatThrownBy(() -> sizes(one))
                        .isInstanceOf(ConfigException.class)
                        .hasMessageContaining("found");
                continue;
            }
            BatchSizes sizes = sizes(one);
            JsonNode value = one.get("value");
            assertThat(sizes.promptsTogether())
                    .isEqualTo(value.get("prompts_per_gpu").asInt());
            assertThat(sizes.accumulation())
                    .isEqualTo(value.get("gradient_accumulation").asInt());
            assertThat(sizes.rolloutRounds())
                    .isEqualTo(value.get("rollout_accumulation").asInt());
        }
    }

    @Test
    void whatDoesNotDivideIsToldTheNearestThatDoes() {
        assertThatThrownBy(() -> new BatchSizes(8, 8, 32, 300, 32, 256, 1))
                .hasMessage("images of a rollout expected a multiple of 256, found 300; 256 or 512 would fit");
        assertThatThrownBy(() -> new BatchSizes(1, 1, 32, 256, 32, 256, 1)).hasMessageContaining("2 or more");
        assertThat(BatchSizes.nearestDivisors(12, 5)).isEqualTo("4 or 6");
        assertThat(BatchSizes.nearestDivisors(8, 100)).isEqualTo("8");
    }

    @Test
    void learningRatesAreThePublishedOnes() {
        JsonNode rates = recorded.get("learning_rate_of_update");
        double peak = recorded.get("defaults").get("learning_rate").asDouble();
        int warmup = recorded.get("defaults").get("warmup_steps").asInt();
        LearningRate warming = new LearningRate(peak, warmup + 1, 1, 0);
        LearningRate constant = new LearningRate(peak, 0, 1, 0);
        for (int k = 0; k < rates.get("constant_with_warmup").size(); k++) {
            assertThat(warming.at(k, 1000))
                    .isCloseTo(rates.get("constant_with_warmup").get(k).asDouble(), within(1e-18));
            assertThat(constant.at(k, 1000))
                    .isEqualTo(rates.get("constant").get(k).asDouble());
        }
    }

    @Test
    void averagesAreThePublishedOnesOnceTheyAreUpdated() { // B7
        JsonNode ema = recorded.get("ema");
        double decay = ema.get("decay").asDouble();
        for (JsonNode one : ema.get("decay_at")) {
            assertThat(Ema.decay(one.get("step").asInt(), decay))
                    .isCloseTo(one.get("decay").asDouble(), within(1e-15));
        }
        try (var _ = Scope.open()) {
            Map<String, Tensor> parameters = new LinkedHashMap<>();
            JsonNode first = ema.get("trace").get(0);
            for (int i = 0; i < first.get("weights").size() - 1; i++) { // the last one is frozen
                parameters.put(
                        "" + i,
                        Tensor.zeros(DType.F32, first.get("weights").get(i).size()));
            }
            begin(first, parameters);
            try (Ema averages = new Ema(parameters, decay)) {
                for (JsonNode step : ema.get("trace")) {
                    parameters.forEach((name, parameter) -> parameter.copyFrom(
                            Numbers.tensor(step.get("weights").get(Integer.parseInt(name)))));
                    averages.update(step.get("step").asInt());
                    averages.averages()
                            .forEach((name, average) -> Numbers.assertClose(
                                    "ema " + name,
                                    Numbers.values(average),
                                    step.get("ema").get(Integer.parseInt(name)),
                                    1e-6));
                }
            }
        }
    }

    /** The weights before the first update: ema = w0 + (1 - decay) (w1 - w0), solved for w0. */
    private static void begin(JsonNode first, Map<String, Tensor> parameters) {
        double kept = first.get("decay").asDouble();
        parameters.forEach((name, parameter) -> {
            Tensor now = Numbers.tensor(first.get("weights").get(Integer.parseInt(name)));
            Tensor average = Numbers.tensor(first.get("ema").get(Integer.parseInt(name)));
            parameter.copyFrom(average.sub(now.mul(1 - kept)).div(kept));
        });
    }
}
