// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static io.github.deepgen4j.testing.Golden.GRADIENT;
import static io.github.deepgen4j.testing.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.ActivationCheckpointing;
import io.github.deepgen4j.tensor.AdamW;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.objective.RecordedPass;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Gradients by name of both stages, with the recorded draws. */
class GradientParityTest {
    @TempDir
    Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static AdamW optimizer(Map<String, Tensor> parameters) {
        return new AdamW(parameters, new AdamW.Options(0.9, 0.95, 1e-8, 0.05));
    }

    private static Tensor loss(Networks model, TrainCase golden) {
        return RecordedPass.of(model, golden.batch(), golden.tensors()).loss();
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "2, true"})
    void gradientsAreTheRecordedOnes(int stage, boolean recompute) {
        JsonNode norms = Golden.json("train/stage" + stage + "_gradient_norms.json");
        try (Networks model = TrainCase.ofStage(stage, folder.resolve("m"));
                Safetensors recorded = Golden.tensors("train/stage" + stage + "_gradients.safetensors")) {
            Map<String, Tensor> parameters = TrainCase.nativeNames(model, stage);
            assertThat(parameters.keySet()).containsExactlyInAnyOrderElementsOf(norms.propertyNames());
            try (AdamW optimizer = optimizer(parameters)) {
                for (String batch : List.of("t2i_a", "t2i_b", "i2i")) {
                    try (var _ = Scope.open();
                            var _ = recompute ? ActivationCheckpointing.open() : null;
                            TrainCase golden = new TrainCase(batch)) {
                        optimizer.zeroGrad();
                        loss(model, golden).backward();
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
}
