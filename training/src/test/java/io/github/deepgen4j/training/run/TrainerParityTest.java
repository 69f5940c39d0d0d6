// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.run;

import static io.github.deepgen4j.testing.Golden.COMPONENT;
import static io.github.deepgen4j.testing.Golden.GRADIENT;
import static io.github.deepgen4j.testing.Golden.LOSS;
import static io.github.deepgen4j.testing.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.RunOfSmoke;
import io.github.deepgen4j.training.TrainCase;
import io.github.deepgen4j.training.config.LearningRate;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.data.Batch;
import io.github.deepgen4j.training.objective.RecordedPass;
import io.github.deepgen4j.training.objective.Supervised;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Five recorded steps of both stages, done by the training loop itself. */
class TrainerParityTest {
    @TempDir
    Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    /** The recorded micro-batches and their draws, in the recorded order. */
    private static final class Replay implements Supervised {
        private final JsonNode log;
        private final Networks model;
        private final List<Double> losses = new ArrayList<>();

        Replay(Networks model, JsonNode log) {
            this.log = log;
            this.model = model;
        }

        @Override
        public Outcome loss(long microBatch) {
            try (TrainCase golden =
                    new TrainCase(log.get((int) microBatch).get("batch").asString())) {
                Batch batch = golden.batch();
                Tensor value = RecordedPass.of(model, batch, golden.tensors()).loss();
                losses.add(value.item());
                return new Outcome(
                        value, batch.type().toString(), batch.samples().size());
            }
        }

        @Override
        public Validation validate(int step) {
            throw new AssertionError("none is due");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void fiveStepsLeadToTheRecordedParameters(int stage) {
        JsonNode recorded = Golden.json("train/stage" + stage + "_steps.json");
        int accumulation = recorded.get("accumulative_counts").asInt();
        int steps = recorded.get("log").size() / accumulation; // of more that the schedule knows of
        AtomicInteger done = new AtomicInteger();
        Path run = folder.resolve("run");
        try (Networks model = TrainCase.ofStage(stage, folder.resolve("m"));
                Safetensors tensors = Golden.tensors("train/stage" + stage + "_steps.safetensors")) {
            Map<String, Tensor> parameters = TrainCase.nativeNames(model, stage);
            compareParameters(tensors, "start.", parameters, 0);
            long decayed =
                    parameters.values().stream().filter(p -> p.rank() >= 2).count();
            assertThat(decayed).isEqualTo(recorded.get("decayed_tensors").asLong());
            assertThat(parameters.size() - decayed)
                    .isEqualTo(recorded.get("non_decayed_tensors").asLong());
            Replay replay = new Replay(model, recorded.get("log"));
            RunOfSmoke.train(config(stage, recorded), model, replay, run, () -> done.incrementAndGet() == steps);
            compareParameters(tensors, "final.", parameters, COMPONENT);
            compareLosses(replay.losses, recorded.get("log"));
        }
        compareSteps(RunOfSmoke.metrics(run), recorded.get("log"), accumulation);
    }

    private static TrainConfig config(int stage, JsonNode recorded) {
        int accumulation = recorded.get("accumulative_counts").asInt();
        int iterations = recorded.get("max_iters").asInt();
        return RunOfSmoke.config(
                "steps=" + iterations / accumulation,
                "accumulation=" + accumulation,
                "trainable=" + TrainCase.trainable(stage),
                "learning_rate={peak: %s, warmup: %d, decay_from: 0}"
                        .formatted(recorded.get("peak_lr").asDouble(), warmup(recorded, iterations)),
                "optimizer={beta1: %s, beta2: %s, eps: %s, weight_decay: %s}"
                        .formatted(
                                recorded.get("betas").get(0).asDouble(),
                                recorded.get("betas").get(1).asDouble(),
                                recorded.get("eps").asDouble(),
                                recorded.get("weight_decay").asDouble()),
                "max_grad_norm=" + recorded.get("max_norm").asDouble(),
                "ema=0",
                "checkpoint.every=1000",
                "validate.every=1000");
    }

    private static int warmup(JsonNode recorded, int iterations) {
        return (int) Math.round(recorded.get("warmup_ratio").asDouble() * iterations);
    }

    private static void compareLosses(List<Double> losses, JsonNode log) {
        assertThat(losses).hasSize(log.size());
        for (int i = 0; i < losses.size(); i++) {
            assertClose(
                    "micro-iteration " + i + " loss",
                    losses.get(i),
                    log.get(i).get("loss").asDouble(),
                    LOSS);
        }
    }

    /** Metrics of each step with what was recorded at its last micro-batch. */
    private static void compareSteps(List<JsonNode> metrics, JsonNode log, int accumulation) {
        assertThat(metrics).hasSize(log.size() / accumulation);
        for (int step = 0; step < metrics.size(); step++) {
            double loss = 0;
            for (int i = 0; i < accumulation; i++) {
                loss += log.get(step * accumulation + i).get("loss").asDouble() / accumulation;
            }
            JsonNode last = log.get((step + 1) * accumulation - 1);
            JsonNode found = metrics.get(step);
            double rate = last.get("lr").asDouble();
            assertThat(found.get("learning_rate").asDouble()).isCloseTo(rate, within(1e-9 * rate));
            assertClose("step " + (step + 1) + " loss", found.get("loss").asDouble(), loss, LOSS);
            assertClose(
                    "step " + (step + 1) + " grad_norm",
                    found.get("grad_norm").asDouble(),
                    last.get("grad_norm").asDouble(),
                    GRADIENT);
        }
    }

    private static void compareParameters(
            Safetensors recorded, String prefix, Map<String, Tensor> parameters, double tolerance) {
        try (var _ = Scope.open()) {
            for (String key : recorded.names()) {
                if (key.startsWith(prefix)) {
                    assertClose(key, parameters.get(key.substring(prefix.length())), recorded.tensor(key), tolerance);
                }
            }
        }
    }

    @Test
    void learningRatesAreThoseOfTheRecipes() {
        for (JsonNode table : Golden.json("train/lr.json").get("tables")) {
            int iterations = table.get("max_iters").asInt();
            LearningRate rate = new LearningRate(table.get("lr").asDouble(), warmup(table, iterations), 0);
            for (int i = 0; i < table.get("indices").size(); i++) {
                double expected = table.get("values").get(i).asDouble();
                assertThat(rate.at(table.get("indices").get(i).asInt(), iterations))
                        .isCloseTo(expected, within(1e-6 * expected));
            }
        }
    }
}
