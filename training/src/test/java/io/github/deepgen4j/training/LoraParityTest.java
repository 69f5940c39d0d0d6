// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static io.github.deepgen4j.training.Golden.COMPONENT;
import static io.github.deepgen4j.training.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.lora.Lora;
import io.github.deepgen4j.model.lora.LoraConfig;
import io.github.deepgen4j.model.lora.LoraFolder;
import io.github.deepgen4j.model.qwen.Buffers;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.data.Batch;
import io.github.deepgen4j.training.objective.SupervisedLoss;
import io.github.deepgen4j.training.objective.Truncation;
import io.github.deepgen4j.training.objective.Weighting;
import io.github.deepgen4j.training.parts.ModelParts;
import io.github.deepgen4j.training.parts.PartsOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoraParityTest {
    private static final List<String> TRAINABLE = List.of("connector");

    @TempDir
    Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void bothNamesOfAnAdapterGiveTheSameTensors() {
        try (ModelParts model = TrainCase.model(TrainCase.withLora(folder.resolve("m")), TRAINABLE);
                var _ = Scope.open();
                Safetensors recorded = Golden.tensors("lora/native_state.safetensors")) {
            Map<String, Tensor> found = model.lora().tensors();
            List<String> wanted = recorded.names().stream()
                    .filter(name -> !name.contains("base_layer"))
                    .toList();
            assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(wanted);
            wanted.forEach(name -> assertThat(found.get(name).storedBytes())
                    .as(name)
                    .isEqualTo(recorded.tensor(name).storedBytes()));
        }
    }

    @Test
    void mergingGivesTheRecordedWeights() {
        Path target = folder.resolve("merged");
        try (ModelParts model = TrainCase.model(TrainCase.withLora(folder.resolve("m")), TRAINABLE);
                var _ = Scope.open();
                Safetensors recorded = Golden.tensors("lora/merged.safetensors")) {
            model.saveMerged(target, DType.F32);
            assertThat(target.resolve("lora")).doesNotExist();
            try (Safetensors merged = Safetensors.open(target.resolve("vlm/model.safetensors"))) {
                for (String name : recorded.names()) {
                    assertClose("merged " + name, merged.tensor(name), recorded.tensor(name), 1e-6);
                }
            }
        }
    }

    @Test
    void mergingRoundsOnce() {
        try (ModelParts model = TrainCase.model(TrainCase.withLora(folder.resolve("m")), TRAINABLE);
                var _ = Scope.open();
                Safetensors recorded = Golden.tensors("lora/merged.safetensors")) {
            String name = "model.layers.0.self_attn.q_proj.weight";
            Tensor base = model.tensor("vlm." + name).to(DType.BF16);
            assertThat(model.lora().merged(name, base, base.dtype()).storedBytes())
                    .isEqualTo(recorded.tensor(name).to(DType.BF16).storedBytes());
        }
    }

    @Test
    void mergedModelActsLikeTheAdaptedOne() {
        Path merged = folder.resolve("merged");
        double adapted;
        try (ModelParts model = TrainCase.model(TrainCase.withLora(folder.resolve("m")), TRAINABLE)) {
            adapted = loss(model);
            model.saveMerged(merged, DType.F32);
        }
        try (ModelParts model = TrainCase.model(merged, TRAINABLE)) {
            assertThat(model.lora().tensors()).isEmpty();
            assertClose("loss of the merged model", loss(model), adapted, COMPONENT);
        }
    }

    @Test
    void freshAdapterChangesNothing() {
        PartsOptions plain = options(LoraConfig.NONE);
        double before;
        try (ModelParts model = ModelParts.open(Golden.path("tiny"), plain)) {
            before = loss(model);
        }
        try (ModelParts model = ModelParts.open(Golden.path("tiny"), options(new LoraConfig(2, 4, 0.05)))) {
            assertThat(loss(model)).isEqualTo(before);
            model.lora().training(true);
            assertThat(loss(model)).isEqualTo(before);
            int layers = model.layers();
            assertThat(model.lora().tensors().keySet())
                    .hasSize(2 * (7 * (layers - 1) + 1))
                    .noneMatch(name -> name.contains("visual") || name.contains("lm_head"))
                    .noneMatch(name -> name.contains(".layers." + (layers - 1) + "."))
                    .anyMatch(name -> name.contains("embed_tokens.lora_embedding_B"));
        }
    }

    private static PartsOptions options(LoraConfig lora) {
        return new PartsOptions(
                5,
                (_, _, _) -> {
                    throw new AssertionError("nothing is to be created");
                },
                Buffers.F32,
                DType.F32,
                TRAINABLE,
                lora);
    }

    private static double loss(ModelParts model) {
        try (var _ = Scope.open();
                var _ = Autograd.disabled();
                TrainCase golden = new TrainCase("t2i_b")) {
            Batch batch = golden.batch();
            return new SupervisedLoss(model, Weighting.NONE, Truncation.TEXT, 1024)
                    .of(batch, TrainCase.draws(golden.tensors(), batch))
                    .loss()
                    .item();
        }
    }

    @Test
    void writtenFolderReadsBackBitByBit() {
        Map<String, long[]> shapes = Map.of(
                "model.embed_tokens.weight", new long[] {7, 4},
                "model.layers.0.mlp.up_proj.weight", new long[] {6, 4});
        try (Lora lora = Lora.fresh(new LoraConfig(2, 4, 0.05), shapes, 3)) {
            LoraFolder.write(folder.resolve("lora"), lora, Map.of(), DType.F32);
            try (Lora read = LoraFolder.read(folder.resolve("lora"), shapes)) {
                assertThat(read.config()).isEqualTo(lora.config());
                assertThat(bytes(read)).isEqualTo(bytes(lora));
            }
        }
    }

    private static Map<String, List<Byte>> bytes(Lora lora) {
        Map<String, List<Byte>> bytes = new LinkedHashMap<>();
        lora.tensors().forEach((name, tensor) -> {
            List<Byte> list = new ArrayList<>();
            for (byte b : tensor.storedBytes()) {
                list.add(b);
            }
            bytes.put(name, list);
        });
        return bytes.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void adapterOfAnotherModelIsRefusedByName() {
        Map<String, long[]> shapes = Map.of("model.layers.0.mlp.up_proj.weight", new long[] {6, 4});
        try (Lora lora = Lora.fresh(new LoraConfig(2, 4, 0), shapes, 3)) {
            LoraFolder.write(folder.resolve("lora"), lora, Map.of(), DType.F32);
        }
        Map<String, long[]> other = Map.of("model.layers.0.mlp.up_proj.weight", new long[] {6, 5});
        assertThatThrownBy(() -> LoraFolder.read(folder.resolve("lora"), other))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("up_proj")
                .hasMessageContaining("[2, 5]")
                .hasMessageContaining("[2, 4]");
    }
}
