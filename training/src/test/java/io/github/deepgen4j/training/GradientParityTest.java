// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static io.github.deepgen4j.training.Golden.COMPONENT;
import static io.github.deepgen4j.training.Golden.GRADIENT;
import static io.github.deepgen4j.training.Golden.LOSS;
import static io.github.deepgen4j.training.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.AdamW;
import io.github.deepgen4j.tensor.Recomputation;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.data.Batch;
import io.github.deepgen4j.training.objective.SupervisedLoss;
import io.github.deepgen4j.training.objective.Truncation;
import io.github.deepgen4j.training.objective.Weighting;
import io.github.deepgen4j.training.parts.ModelParts;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Gradients by name and five optimizer steps of both stages, with the recorded draws. */
class GradientParityTest {
    private static final List<String> STAGE1 = List.of("connector");
    private static final List<String> STAGE2 = List.of("connector", "transformer");

    @TempDir
    Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private ModelParts model(int stage) {
        return stage == 1
                ? TrainCase.model(Golden.path("tiny"), STAGE1)
                : TrainCase.model(TrainCase.withLora(folder.resolve("m")), STAGE2);
    }

    /** Trainable parameters under the reference's names: those of the connector stand at top level. */
    private static Map<String, Tensor> nativeNames(ModelParts model, int stage) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        model.parameters(stage == 1 ? STAGE1 : STAGE2)
                .forEach((name, tensor) -> named.put(name.replaceFirst("^connector\\.", ""), tensor));
        return named;
    }

    private static AdamW optimizer(Map<String, Tensor> parameters) {
        return new AdamW(parameters, new AdamW.Options(0.9, 0.95, 1e-8, 0.05));
    }

    private static SupervisedLoss loss(ModelParts model) {
        return new SupervisedLoss(model, Weighting.NONE, Truncation.TEXT, 1024);
    }

    private static Tensor loss(SupervisedLoss loss, TrainCase golden) {
        Batch batch = golden.batch();
        return loss.of(batch, TrainCase.draws(golden.tensors(), batch)).loss();
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "2, true"})
    void gradientsAreTheRecordedOnes(int stage, boolean recompute) {
        JsonNode norms = Golden.json("train/stage" + stage + "_gradient_norms.json");
        try (ModelParts model = model(stage);
                Safetensors recorded = Golden.tensors("train/stage" + stage + "_gradients.safetensors")) {
            Map<String, Tensor> parameters = nativeNames(model, stage);
            assertThat(parameters.keySet()).containsExactlyInAnyOrderElementsOf(norms.propertyNames());
            try (AdamW optimizer = optimizer(parameters)) {
                for (String batch : List.of("t2i_a", "t2i_b", "i2i")) {
                    try (var _ = Scope.open();
                            var _ = recompute ? Recomputation.open() : null;
                            TrainCase golden = new TrainCase(batch)) {
                        optimizer.zeroGrad();
                        loss(loss(model), golden).backward();
                        compareNorms("stage" + stage + " " + batch, batch, parameters, norms);
                        for (String key : recorded.names()) {
                            if (key.startsWith(batch + ".")) {
                                Tensor gradient = parameters
                                        .get(key.substring(batch.length() + 1))
                                        .grad();
                                assertClose("stage" + stage + " " + key, gradient, recorded.tensor(key), GRADIENT);
                            }
                        }
                    }
                }
            }
        }
    }

    private static void compareNorms(String what, String batch, Map<String, Tensor> parameters, JsonNode norms) {
        double largest = 0;
        for (JsonNode entry : norms) {
            largest = Math.max(largest, entry.get(batch).asDouble(0));
        }
        double worst = 0;
        for (var parameter : parameters.entrySet()) {
            JsonNode expected = norms.get(parameter.getKey()).get(batch);
            Tensor gradient = parameter.getValue().grad();
            // Queries of the last block's context have no use: zero in the reference, not computed here.
            boolean none = expected.isNull() || expected.asDouble() == 0;
            assertThat(gradient == null).as(parameter.getKey()).isEqualTo(none);
            // Below this a norm is rounding noise, as that of the connector's k_proj.bias.
            if (gradient != null && expected.asDouble() > 1e-6 * largest) {
                double found = gradient.norm().item();
                assertThat(found)
                        .as(what + " " + parameter.getKey())
                        .isCloseTo(expected.asDouble(), within(GRADIENT * expected.asDouble()));
                worst = Math.max(worst, Math.abs(found / expected.asDouble() - 1));
            }
        }
        System.out.printf("parity  %-60s %.2e  (limit 1e-03)%n", what + " worst gradient norm", worst);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void fiveStepsLeadToTheRecordedParameters(int stage) {
        JsonNode run = Golden.json("train/stage" + stage + "_steps.json");
        int accumulation = run.get("accumulative_counts").asInt();
        int iterations = run.get("max_iters").asInt();
        int warmup = (int) Math.round(run.get("warmup_ratio").asDouble() * iterations);
        LearningRate rate = new LearningRate(run.get("peak_lr").asDouble(), warmup, 0);
        try (ModelParts model = model(stage);
                Safetensors recorded = Golden.tensors("train/stage" + stage + "_steps.safetensors")) {
            Map<String, Tensor> parameters = nativeNames(model, stage);
            compareParameters(recorded, "start.", parameters, 0);
            long decayed =
                    parameters.values().stream().filter(p -> p.rank() >= 2).count();
            assertThat(decayed).isEqualTo(run.get("decayed_tensors").asLong());
            assertThat(parameters.size() - decayed)
                    .isEqualTo(run.get("non_decayed_tensors").asLong());
            try (AdamW optimizer = optimizer(parameters)) {
                for (JsonNode line : run.get("log")) {
                    step(model, optimizer, rate, iterations, accumulation, line);
                }
                compareParameters(recorded, "final.", parameters, COMPONENT);
            }
        }
    }

    private static void step(
            ModelParts model, AdamW optimizer, LearningRate rate, int iterations, int accumulation, JsonNode line) {
        int iteration = line.get("micro_iteration").asInt();
        double expectedRate = line.get("lr").asDouble();
        assertThat(rate.at(iteration, iterations)).isCloseTo(expectedRate, within(1e-9 * expectedRate));
        try (var _ = Scope.open();
                TrainCase golden = new TrainCase(line.get("batch").asString())) {
            Tensor loss = loss(loss(model), golden);
            assertClose(
                    "micro-iteration " + iteration + " loss",
                    loss.item(),
                    line.get("loss").asDouble(),
                    LOSS);
            loss.mul(1.0 / accumulation).backward();
        }
        if (line.has("grad_norm")) {
            double expected = line.get("grad_norm").asDouble();
            assertClose("micro-iteration " + iteration + " grad_norm", optimizer.clipGradNorm(1.0), expected, GRADIENT);
            optimizer.step(rate.at(iteration, iterations));
            optimizer.zeroGrad();
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
            int warmup = (int) Math.round(table.get("warmup_ratio").asDouble() * iterations);
            LearningRate rate = new LearningRate(table.get("lr").asDouble(), warmup, 0);
            for (int i = 0; i < table.get("indices").size(); i++) {
                double expected = table.get("values").get(i).asDouble();
                assertThat(rate.at(table.get("indices").get(i).asInt(), iterations))
                        .isCloseTo(expected, within(1e-6 * expected));
            }
        }
    }
}
