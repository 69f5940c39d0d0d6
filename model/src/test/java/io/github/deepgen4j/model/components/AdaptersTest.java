// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import static io.github.deepgen4j.testing.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.model.dit.DiffusionTransformer;
import io.github.deepgen4j.model.dit.ReferenceTokens;
import io.github.deepgen4j.model.lora.Adapter;
import io.github.deepgen4j.model.lora.LoraConfig;
import io.github.deepgen4j.model.lora.LoraFolder;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapters of the transformer that a model is opened with. */
class AdaptersTest {
    private static final Path MODEL = Golden.path("tiny");
    private static final NetworkOptions PLAIN = NetworkOptions.mapped(Compute.F32, ConstantPrecision.F32);

    @TempDir
    Path folder;

    private Path file;
    private Path merged;

    /** Adapters with factors that change something, as a file, and the model that they are merged into. */
    @BeforeEach
    void writeAdapters() {
        file = folder.resolve("lora/pytorch_lora_weights.safetensors");
        merged = folder.resolve("merged");
        NetworkOptions fresh = new NetworkOptions(
                PLAIN.compute(),
                PLAIN.constants(),
                Map.of(
                        Component.VLM, Holding.FROZEN,
                        Component.CONNECTOR, Holding.FROZEN,
                        Component.TRANSFORMER, Holding.FROZEN,
                        Component.VAE, Holding.FROZEN),
                5,
                PLAIN.initialiser(),
                Map.of(Component.TRANSFORMER, new LoraConfig(3, 6, 0)),
                List.of());
        try (Networks networks = Networks.open(MODEL, fresh);
                var _ = Scope.open();
                var rng = Rng.seeded(7)) {
            networks.lora()
                    .tensors()
                    .values()
                    .forEach(
                            factor -> factor.copyFrom(rng.normal(factor.shape()).mul(0.2)));
            LoraFolder.write(folder.resolve("lora"), networks.lora(), Map.of(), DType.F32);
            ModelFolder.writeMerged(networks, merged, DType.F32);
        }
    }

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static Tensor velocity(Path model, Adapter... adapters) {
        try (Networks networks = Networks.open(model, PLAIN.withAdapters(List.of(adapters)));
                var scope = Scope.open();
                var _ = Autograd.disabled();
                var rng = Rng.seeded(1)) {
            DiffusionTransformer transformer = networks.transformer();
            ModelConfig config = networks.config();
            Conditions conditions = new Conditions(
                    rng.normal(1, 5, config.connector().sequenceWidth()),
                    rng.normal(1, config.connector().pooledWidth()));
            Tensor latents = rng.normal(1, config.vae().latentChannels(), 8, 8);
            Tensor velocity = transformer.forward(
                    latents,
                    ReferenceTokens.none(1),
                    transformer.embed(conditions),
                    Tensor.of(new float[] {500}, 1),
                    Set.of());
            return scope.keep(velocity.copy());
        }
    }

    @Test
    void atStrengthOneTheyActAsIfMerged() {
        try (var _ = Scope.open()) {
            Tensor found = velocity(MODEL, Adapter.of(file));
            assertClose("beside the weights", found, velocity(merged), 1e-4);
            assertThat(found.storedBytes()).isNotEqualTo(velocity(MODEL).storedBytes());
            assertThat(velocity(MODEL, Adapter.of(folder.resolve("lora"))).storedBytes())
                    .as("the folder around the file")
                    .isEqualTo(found.storedBytes());
        }
    }

    @Test
    void atStrengthZeroTheyAreNotThere() {
        try (var _ = Scope.open()) {
            assertThat(velocity(MODEL, Adapter.of(file, 0)).storedBytes())
                    .isEqualTo(velocity(MODEL).storedBytes());
        }
    }

    @Test
    void severalAddUp() {
        try (var _ = Scope.open()) {
            Tensor found = velocity(MODEL, Adapter.of(file, 1.5), Adapter.of(file, -0.5));
            assertClose("1.5 - 0.5", found, velocity(MODEL, Adapter.of(file)), 1e-5);
        }
    }

    @Test
    void theyAreCountedAndTellModelsApart() {
        try (Networks plain = Networks.open(MODEL, PLAIN);
                Networks zero = Networks.open(MODEL, PLAIN.withAdapters(List.of(Adapter.of(file, 0))));
                Networks half = Networks.open(MODEL, PLAIN.withAdapters(List.of(Adapter.of(file, 0.5))));
                Networks whole = Networks.open(MODEL, PLAIN.withAdapters(List.of(Adapter.of(file))))) {
            assertThat(zero.fingerprint()).isEqualTo(plain.fingerprint());
            assertThat(Set.of(plain.fingerprint(), half.fingerprint(), whole.fingerprint()))
                    .hasSize(3);
            assertThat(plain.adapterBytes(Component.TRANSFORMER)).isZero();
            int blocks = plain.config().transformer().layers();
            int width = plain.config().transformer().width();
            // the last block has neither queries nor output of the context
            assertThat(whole.adapterBytes(Component.TRANSFORMER)).isEqualTo(4L * 3 * 2 * width * (8 * blocks - 2));
            assertThat(whole.adapterBytes(Component.VLM)).isZero();
        }
    }

    @Test
    void thoseOfAnotherModelAreRefusedByName() {
        try (var _ = Scope.open()) {
            refused("transformer.transformer_blocks.0.attn.to_q", 35, 36, "transformer_blocks.0.attn.to_q", "[2, 36]");
            refused("transformer.transformer_blocks.99.attn.to_q", 36, 36, "transformer_blocks.99.attn.to_q");
            refused("transformer.transformer_blocks.0.attn.norm_q", 12, 12, "transformer_blocks.0.attn.norm_q");
            refused("transformer.pos_embed.proj", 16, 36, "pos_embed.proj");
            refused("vae.decoder.mid_block.attentions.0.to_q", 8, 8, "mid_block.attentions.0.to_q");
            refused("lora_unet_transformer_blocks_0_attn_to_q", 36, 36, "belongs to no adapter");
        }
    }

    /** @param expected parts of the message */
    private void refused(String module, int in, int out, String... expected) {
        Path other = folder.resolve("other.safetensors");
        SafetensorsWriter.write(
                other,
                Map.of(
                        module + ".lora_A.weight", Tensor.ones(DType.F32, 2, in),
                        module + ".lora_B.weight", Tensor.ones(DType.F32, out, 2)));
        NetworkOptions options = PLAIN.withAdapters(List.of(Adapter.of(other, 1)));
        assertThatThrownBy(() -> Networks.open(MODEL, options))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("other.safetensors")
                .satisfies(e -> assertThat(e.getMessage()).contains(expected));
    }

    @Test
    void aFileThatDoesNotTellItsStrengthNeedsOne() {
        Path other = folder.resolve("other.safetensors");
        try (var _ = Scope.open()) {
            String module = "transformer.transformer_blocks.0.attn.to_q";
            SafetensorsWriter.write(
                    other,
                    Map.of(
                            module + ".lora_A.weight", Tensor.ones(DType.F32, 2, 36),
                            module + ".lora_B.weight", Tensor.ones(DType.F32, 36, 2)));
        }
        assertThatThrownBy(() -> Networks.open(MODEL, PLAIN.withAdapters(List.of(Adapter.of(other)))))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("does not say how strong");
        Networks.open(MODEL, PLAIN.withAdapters(List.of(Adapter.of(other, 1)))).close();
    }
}
