// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.connector;

import static io.github.deepgen4j.testing.Golden.COMPONENT;
import static io.github.deepgen4j.testing.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.TinyModel;
import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StackedChannelBridgingParityTest {
    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void conditionsFollowFromTheHiddenStates() {
        ConnectorConfig config = Golden.connectorConfig();
        try (var _ = Scope.open();
                var weights = TinyModel.component("tiny/connector", DType.F32);
                var golden = Golden.tensors("t2i/tensors.safetensors")) {
            StackedChannelBridging scb = new StackedChannelBridging(config, weights);
            List<Tensor> states = Arrays.stream(config.selectedLayers())
                    .mapToObj(k -> golden.tensor("hidden_states." + k))
                    .toList();
            Tensor projected = scb.project(states);
            assertClose("t2i projector_1", projected, golden.tensor("projector_1"), COMPONENT);
            assertClose(
                    "t2i connector", scb.encode(golden.tensor("projector_1")), golden.tensor("connector"), COMPONENT);
            Conditions conditions = scb.forward(states);
            assertClose("t2i pooled", conditions.pooled(), golden.tensor("pooled"), COMPONENT);
            assertClose("t2i seq", conditions.sequence(), golden.tensor("seq"), COMPONENT);
        }
    }

    @Test
    void lastHiddenAblationUsesOneState() {
        ConnectorConfig config = ConnectorConfig.read(
                Golden.path("lasthidden/connector/config.json"),
                Golden.vlmConfig().layers());
        assertThat(config.conditioning()).isEqualTo(ConnectorConfig.Conditioning.LAST_HIDDEN);
        assertThat(config.selectedLayers()).containsExactly(Golden.vlmConfig().layers());
        try (var _ = Scope.open();
                var weights = TinyModel.component("lasthidden/connector", DType.F32);
                var golden = Golden.tensors("lasthidden/tensors.safetensors")) {
            Conditions conditions =
                    new StackedChannelBridging(config, weights).forward(List.of(golden.tensor("last_hidden_state")));
            assertClose("lasthidden pooled", conditions.pooled(), golden.tensor("pooled"), COMPONENT);
            assertClose("lasthidden seq", conditions.sequence(), golden.tensor("seq"), COMPONENT);
        }
    }
}
