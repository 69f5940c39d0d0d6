// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.connector;

import static io.github.deepgen4j.testing.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.TinyModel;
import io.github.deepgen4j.model.layers.LayerNorm;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Single modules at inputs that tell epsilons and activations apart ({@code layers.safetensors}). */
class ConnectorLayersParityTest {
    private static final double LIMIT = 1e-5;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void normAndMlpOfTheEncoder() {
        ConnectorConfig config = Golden.connectorConfig();
        try (var _ = Scope.open();
                var weights = TinyModel.component("tiny/connector", DType.F32);
                var golden = Golden.tensors("layers.safetensors")) {
            String norm = "connector.layers.0.layer_norm1";
            check(
                    golden,
                    norm,
                    new LayerNorm(weights.at(norm), config.hidden(), config.normEps())
                            .forward(golden.tensor("in." + norm)));
            EncoderLayer layer = new EncoderLayer(config, weights.at("connector.layers.0"));
            String mlp = "connector.layers.0.mlp";
            check(golden, mlp, layer.mlp(golden.tensor("in." + mlp)));
        }
    }

    private static void check(Safetensors golden, String name, Tensor ours) {
        assertClose("layer " + name, ours, golden.tensor("out." + name), LIMIT);
    }
}
