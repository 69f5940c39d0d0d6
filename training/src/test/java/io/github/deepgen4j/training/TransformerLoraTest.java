// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static io.github.deepgen4j.testing.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.components.ModelFolder;
import io.github.deepgen4j.model.components.NetworkOptions;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.lora.Adapter;
import io.github.deepgen4j.model.lora.LoraConfig;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.DeepGenInitialiser;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.ActivationCheckpointing;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.data.Turns;
import io.github.deepgen4j.training.objective.FlowMatching;
import io.github.deepgen4j.training.objective.RecordedPass;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training of adapters of the transformer. */
class TransformerLoraTest {
    private static final String QUERIES = "transformer_blocks.0.attn.to_q";
    private static final String LORA = "transformer_lora={rank: 2, alpha: 4, dropout: 0}";

    @TempDir
    Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static TrainConfig config(String... more) {
        String[] all = Arrays.copyOf(more, more.length + 2);
        all[more.length] = "trainable=[]";
        all[more.length + 1] = "lora={rank: 0, alpha: 0, dropout: 0}";
        return RunOfSmoke.config(all).withModel(Golden.path("tiny"));
    }

    private static NetworkOptions options(List<String> trainable, Map<Component, LoraConfig> lora) {
        return Trained.options(trainable, DType.F32, ConstantPrecision.F32, 5, new DeepGenInitialiser(6), lora);
    }

    /** dL/dA and dL/dB follow from dL/dW of the merged weight: scale B^T dW and scale dW A^T. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradientsAreThoseOfTheMergedWeights(boolean checkpointing) {
        LoraConfig lora = new LoraConfig(2, 6, 0);
        try (var _ = Scope.open()) {
            Tensor a;
            Tensor b;
            Tensor ofA;
            Tensor ofB;
            Path merged = folder.resolve("merged");
            try (Networks model = Networks.open(
                            Golden.path("tiny"), options(List.of(), Map.of(Component.TRANSFORMER, lora)));
                    var rng = Rng.seeded(3)) {
                Map<String, Tensor> factors = model.lora().tensors();
                factors.values().forEach(factor -> {
                    factor.copyFrom(rng.normal(factor.shape()).mul(0.2));
                    factor.requireGrad(true);
                });
                ModelFolder.writeMerged(model, merged, DType.F32);
                backward(model, checkpointing);
                a = factors.get("transformer." + QUERIES + ".lora_A.default.weight");
                b = factors.get("transformer." + QUERIES + ".lora_B.default.weight");
                ofA = a.grad().copy();
                ofB = b.grad().copy();
                a = a.detach().copy();
                b = b.detach().copy();
            }
            try (Networks model = Networks.open(merged, options(List.of("transformer"), Map.of()))) {
                Tensor weight = model.tensor("transformer." + QUERIES + ".weight");
                weight.requireGrad(true);
                backward(model, false);
                Tensor ofWeight = weight.grad();
                assertClose("dA", ofA, b.transpose(0, 1).matmul(ofWeight).mul(lora.scale()), 1e-3);
                assertClose("dB", ofB, ofWeight.matmul(a.transpose(0, 1)).mul(lora.scale()), 1e-3);
            }
        }
    }

    private static void backward(Networks model, boolean checkpointing) {
        try (TrainCase golden = new TrainCase("t2i_b");
                var _ = Scope.open();
                var _ = checkpointing ? ActivationCheckpointing.open() : null) {
            RecordedPass.of(model, golden.batch(), golden.tensors()).loss().backward();
        }
    }

    @ParameterizedTest
    @CsvSource({"F32, false", "BF16, true"})
    void onlyTheAdaptersChange(String compute, boolean checkpointing) {
        TrainConfig config = config("steps=2", LORA, "compute=" + compute, "activation_checkpointing=" + checkpointing);
        try (Networks model = Training.open(config);
                FlowMatching objective = new FlowMatching(
                        (FlowMatching.Config) config.objective(), model, 1, new Turns(1, 0, 1), _ -> {})) {
            Map<String, byte[]> before = everything(model);
            RunOfSmoke.train(config, model, objective, folder, () -> false);
            Map<String, byte[]> after = everything(model);
            after.forEach((name, bytes) -> assertThat(Arrays.equals(bytes, before.get(name)))
                    .as(name)
                    .isEqualTo(!model.lora().tensors().containsKey(name)));
        }
    }

    private static Map<String, byte[]> everything(Networks model) {
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        model.parameters(List.of("")).forEach((name, tensor) -> bytes.put(name, tensor.storedBytes()));
        return bytes;
    }

    /** With a moving average, which is what is written. */
    @Test
    void whatARunLeavesActsAsItsModel() {
        Path run = folder.resolve("run");
        RunOfSmoke.train(config("steps=3", LORA, "ema=0.5"), run, false);
        Path written = run.resolve("checkpoints/step-000003/model/lora/pytorch_lora_weights.safetensors");
        try (Safetensors file = Safetensors.open(written)) { // without these diffusers 0.39 reads no metadata
            assertThat(file.metadata().get("lora_adapter_metadata"))
                    .contains("\"transformer.r\":2", "\"transformer.lora_alpha\":4", "\"transformer.rank_pattern\":{}");
        }
        try (var _ = Scope.open()) {
            Tensor merged = sequence(run.resolve("model"));
            assertClose("RUN/lora", sequence(Golden.path("tiny"), run.resolve("lora")), merged, 1e-4);
            assertThat(sequence(Golden.path("tiny")).storedBytes()).isNotEqualTo(merged.storedBytes());
        }
    }

    /** Velocities of a recorded micro-batch. */
    private static Tensor sequence(Path model, Path... adapters) {
        NetworkOptions options = NetworkOptions.mapped(Compute.F32, ConstantPrecision.F32)
                .withAdapters(Arrays.stream(adapters).map(Adapter::of).toList());
        try (Networks networks = Networks.open(model, options);
                TrainCase golden = new TrainCase("t2i_b");
                var scope = Scope.open();
                var _ = Autograd.disabled()) {
            return scope.keep(RecordedPass.of(networks, golden.batch(), golden.tensors())
                    .velocities()
                    .getFirst());
        }
    }

    @Test
    void aResumedRunGoesOnAsIfItHadNotStopped() {
        TrainConfig config = config("steps=3", LORA, "checkpoint.every=3");
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        RunOfSmoke.train(config, whole, false);
        AtomicInteger steps = new AtomicInteger();
        RunOfSmoke.train(config, parts, false, () -> steps.incrementAndGet() == 2);
        assertThat(RunOfSmoke.train(config, parts, true)).isTrue();
        assertThat(parts.resolve("lora/pytorch_lora_weights.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("lora/pytorch_lora_weights.safetensors"));
    }

    @Test
    void targetsChooseModulesByTheEndsOfTheirNames() {
        String lora = "transformer_lora={rank: 2, alpha: 4, dropout: 0, targets: [attn2.to_q, ff.net.2]}";
        TrainConfig config = config("steps=1", lora);
        try (Networks model = Training.open(config)) {
            assertThat(model.lora().tensors().keySet())
                    .isNotEmpty()
                    .allMatch(name -> name.matches(".*\\.(attn2\\.to_q|ff\\.net\\.2)\\.lora_[AB].*"));
            long elements = model.lora().tensors().values().stream()
                    .mapToLong(Tensor::elements)
                    .sum();
            assertThat(TrainingForecast.of(config, 1).trained()).isEqualTo(elements);
        }
        TrainConfig wrong = config("transformer_lora={rank: 2, alpha: 4, dropout: 0, targets: [attn.to_x]}");
        assertThatThrownBy(() -> Training.open(wrong))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("attn.to_x");
    }
}
