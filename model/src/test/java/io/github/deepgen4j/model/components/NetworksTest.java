// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.model.dit.DiffusionTransformer;
import io.github.deepgen4j.model.dit.ReferenceTokens;
import io.github.deepgen4j.model.lora.LoraConfig;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.DeepGenInitialiser;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The states in which the owner of the networks holds weights. */
class NetworksTest {
    private static final String WEIGHT = "transformer.proj_out.weight";

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void theReferenceTransformerStaysAsTheFolderHasIt() {
        try (var networks = Networks.open(Golden.path("tiny"), NetworkOptions.trainable(0, new DeepGenInitialiser(6)));
                var _ = Scope.open();
                var _ = Autograd.disabled()) {
            Conditions conditions = new Conditions(
                    Tensor.full(
                            0.5, DType.F32, 1, 3, networks.config().connector().sequenceWidth()),
                    Tensor.full(0.5, DType.F32, 1, networks.config().connector().pooledWidth()));
            float[] before = embedded(networks.referenceTransformer(), conditions);
            assertThat(embedded(networks.transformer(), conditions)).isEqualTo(before);

            networks.tensor("transformer.context_embedder.bias").mulInPlace(2);

            assertThat(embedded(networks.transformer(), conditions)).isNotEqualTo(before);
            assertThat(embedded(networks.referenceTransformer(), conditions)).isEqualTo(before);
        }
    }

    @Test
    void theReferenceOfATransformerWithAdaptersIsTheOneWithout() {
        NetworkOptions all = NetworkOptions.trainable(0, new DeepGenInitialiser(6));
        var options = new NetworkOptions(
                Compute.F32,
                ConstantPrecision.F32,
                Map.of(Component.TRANSFORMER, Holding.FROZEN),
                0,
                all.initialiser(),
                Map.of(Component.TRANSFORMER, new LoraConfig(4, 8, 0)),
                List.of());
        try (var networks = Networks.open(Golden.path("tiny"), options);
                var _ = Scope.open();
                var _ = Autograd.disabled()) {
            float[] before = velocity(networks, networks.referenceTransformer());
            assertThat(velocity(networks, networks.transformer())).isEqualTo(before);

            networks.lora()
                    .tensors()
                    .values()
                    .forEach(factor -> factor.copyFrom(Tensor.ones(DType.F32, factor.shape())));

            assertThat(velocity(networks, networks.transformer())).isNotEqualTo(before);
            assertThat(velocity(networks, networks.referenceTransformer())).isEqualTo(before);
        }
    }

    private static float[] velocity(Networks networks, DiffusionTransformer transformer) {
        var config = networks.config();
        Conditions conditions = new Conditions(
                Tensor.full(0.5, DType.F32, 1, 3, config.connector().sequenceWidth()),
                Tensor.full(0.5, DType.F32, 1, config.connector().pooledWidth()));
        Tensor latents = Tensor.full(0.1, DType.F32, 1, config.vae().latentChannels(), 4, 4);
        return transformer
                .forward(
                        latents,
                        ReferenceTokens.none(1),
                        transformer.embed(conditions),
                        Tensor.full(500, DType.F32, 1),
                        Set.of())
                .toFloats();
    }

    private static float[] embedded(DiffusionTransformer transformer, Conditions conditions) {
        return transformer.embed(conditions).context().toFloats();
    }

    @Test
    void aComponentAloneIsOpenedWithoutTheOthers() {
        try (var networks = Networks.open(Golden.path("tiny"), NetworkOptions.only(Component.VAE, Compute.F32))) {
            assertThat(networks.vae().config()).isEqualTo(networks.config().vae());
            assertThatThrownBy(networks::transformer)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not with transformer");
        }
    }

    @Test
    void frozenAndTrainableComponentsStandBesideEachOther() {
        NetworkOptions all = NetworkOptions.trainable(0, new DeepGenInitialiser(6));
        var options = new NetworkOptions(
                Compute.F32,
                ConstantPrecision.F32,
                Map.of(
                        Component.VLM, Holding.FROZEN,
                        Component.CONNECTOR, Holding.FROZEN,
                        Component.TRANSFORMER, Holding.TRAINABLE,
                        Component.VAE, Holding.FROZEN),
                0,
                all.initialiser(),
                all.lora(),
                all.adapters());
        try (var networks = Networks.open(Golden.path("tiny"), options)) {
            assertThat(networks.unchangedFiles(Component.VLM)).isNotEmpty();
            assertThat(networks.unchangedFiles(Component.TRANSFORMER)).isEmpty();
            assertThat(networks.parameters(List.of("transformer.proj_out"))).containsKey(WEIGHT);
        }
    }
}
