// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static io.github.deepgen4j.testing.Golden.COMPONENT;
import static io.github.deepgen4j.testing.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.components.ModelFolder;
import io.github.deepgen4j.model.components.NetworkOptions;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.generation.PromptEncoder;
import io.github.deepgen4j.model.generation.ReferenceEncoder;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.lora.Adapter;
import io.github.deepgen4j.model.lora.Lora;
import io.github.deepgen4j.model.lora.LoraConfig;
import io.github.deepgen4j.model.lora.LoraFolder;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.text.MergedGrid;
import io.github.deepgen4j.model.text.TokenizedPrompt;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.Place;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.objective.RecordedPass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

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
        try (Networks model = TrainCase.model(TrainCase.withLora(folder.resolve("m")), TRAINABLE);
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
        try (Networks model = TrainCase.model(TrainCase.withLora(folder.resolve("m")), TRAINABLE);
                var _ = Scope.open();
                Safetensors recorded = Golden.tensors("lora/merged.safetensors")) {
            ModelFolder.writeMerged(model, target, DType.F32);
            assertThat(target.resolve("lora")).doesNotExist();
            try (Safetensors merged = Safetensors.open(target.resolve("vlm/model.safetensors"))) {
                for (String name : recorded.names()) {
                    assertClose("merged " + name, merged.tensor(name), recorded.tensor(name), 1e-6);
                }
            }
        }
    }

    /** The adapters that a model is opened with act as those in its own folder. */
    @Test
    void outputsWithAnAdapterOfAFileAreTheRecordedOnes() {
        NetworkOptions options =
                options(Map.of()).withAdapters(List.of(Adapter.of(Golden.path("lora/peft/adapter_model.safetensors"))));
        try (Networks model = Networks.open(Golden.path("tiny"), options);
                Safetensors recorded = Golden.tensors("lora/outputs.safetensors")) {
            compareOutputs(model, "t2i", "", recorded);
            compareOutputs(model, "edit1", "edit1.", recorded);
        }
    }

    /** @param merged whether the adapters are folded into the weights, instead of working beside them */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void outputsAreTheRecordedOnes(boolean merged) {
        Path source = TrainCase.withLora(folder.resolve("m"));
        if (merged) {
            try (Networks model = TrainCase.model(source, TRAINABLE)) {
                source = folder.resolve("merged");
                ModelFolder.writeMerged(model, source, DType.F32);
            }
        }
        try (Networks model = TrainCase.model(source, TRAINABLE);
                Safetensors recorded = Golden.tensors("lora/outputs.safetensors")) {
            assertThat(model.lora().tensors().isEmpty()).isEqualTo(merged);
            compareOutputs(model, "t2i", "", recorded);
            compareOutputs(model, "edit1", "edit1.", recorded);
        }
    }

    /** Prompts and negative prompts of a recorded generation. */
    private static void compareOutputs(Networks model, String generation, String prefix, Safetensors recorded) {
        JsonNode facts = Golden.json(generation + "/case.json");
        PromptEncoder prompts = new PromptEncoder(model);
        ReferenceEncoder references = new ReferenceEncoder(model);
        try (var _ = Scope.open();
                var _ = Autograd.disabled();
                Safetensors inputs = Golden.tensors(generation + "/tensors.safetensors")) {
            List<TokenizedPrompt> rows = new ArrayList<>();
            List<Tensor> vision = new ArrayList<>();
            for (String half : List.of("prompts", "negatives")) { // which have the same references
                for (int i = 0; i < facts.get(half).size(); i++) {
                    List<MergedGrid> grids = new ArrayList<>();
                    for (int j = 0; inputs.has("ref_u8." + i + "." + j); j++) {
                        Image image = image(inputs.tensor("ref_u8." + i + "." + j));
                        grids.add(references.grid(image.size()));
                        vision.add(references.features(image, "", Observer.NONE));
                        String key = prefix + "vision." + i + "." + j;
                        assertClose("lora " + key, vision.getLast(), recorded.tensor(key), COMPONENT);
                    }
                    rows.add(prompts.tokenize(facts.get(half).get(i).asString(), grids));
                }
            }
            Conditions found = prompts.encode(prompts.batch(rows), vision, Observer.NONE);
            assertClose("lora " + prefix + "pooled", found.pooled(), recorded.tensor(prefix + "pooled"), COMPONENT);
            assertClose("lora " + prefix + "seq", found.sequence(), recorded.tensor(prefix + "seq"), COMPONENT);
        }
    }

    /** @param bytes (H, W, 3) */
    private static Image image(Tensor bytes) {
        return Image.of((int) bytes.size(1), (int) bytes.size(0), bytes.toBytes());
    }

    @Test
    void mergingRoundsOnce() {
        try (Networks model = TrainCase.model(TrainCase.withLora(folder.resolve("m")), TRAINABLE);
                var _ = Scope.open();
                Safetensors recorded = Golden.tensors("lora/merged.safetensors")) {
            String name = "model.layers.0.self_attn.q_proj.weight";
            Tensor base = model.tensor("vlm." + name).to(DType.BF16);
            assertThat(model.lora()
                            .merged(new Place(Component.VLM, name), base, base.dtype())
                            .storedBytes())
                    .isEqualTo(recorded.tensor(name).to(DType.BF16).storedBytes());
        }
    }

    @Test
    void mergedModelActsLikeTheAdaptedOne() {
        Path merged = folder.resolve("merged");
        double adapted;
        try (Networks model = TrainCase.model(TrainCase.withLora(folder.resolve("m")), TRAINABLE)) {
            adapted = loss(model);
            ModelFolder.writeMerged(model, merged, DType.F32);
        }
        try (Networks model = TrainCase.model(merged, TRAINABLE)) {
            assertThat(model.lora().tensors()).isEmpty();
            assertClose("loss of the merged model", loss(model), adapted, COMPONENT);
        }
    }

    @Test
    void freshAdapterChangesNothing() {
        NetworkOptions plain = options(Map.of());
        double before;
        try (Networks model = Networks.open(Golden.path("tiny"), plain)) {
            before = loss(model);
        }
        try (Networks model =
                Networks.open(Golden.path("tiny"), options(Map.of(Component.VLM, new LoraConfig(2, 4, 0.05))))) {
            assertThat(loss(model)).isEqualTo(before);
            model.lora().training(true);
            assertThat(loss(model)).isEqualTo(before);
            int layers = model.config().vlm().layers();
            assertThat(model.lora().tensors().keySet())
                    .hasSize(2 * (7 * (layers - 1) + 1))
                    .noneMatch(name -> name.contains("visual") || name.contains("lm_head"))
                    .noneMatch(name -> name.contains(".layers." + (layers - 1) + "."))
                    .anyMatch(name -> name.contains("embed_tokens.lora_embedding_B"));
        }
    }

    private static NetworkOptions options(Map<Component, LoraConfig> lora) {
        return Trained.options(
                TRAINABLE,
                DType.F32,
                ConstantPrecision.F32,
                5,
                (_, _, _) -> {
                    throw new AssertionError("nothing is to be created");
                },
                lora);
    }

    private static double loss(Networks model) {
        try (var _ = Scope.open();
                var _ = Autograd.disabled();
                TrainCase golden = new TrainCase("t2i_b")) {
            return RecordedPass.of(model, golden.batch(), golden.tensors())
                    .loss()
                    .item();
        }
    }

    @Test
    void writtenFolderReadsBackBitByBit() {
        Map<Component, Map<String, long[]>> shapes = Map.of(
                Component.VLM,
                Map.of(
                        "model.embed_tokens.weight", new long[] {7, 4},
                        "model.layers.0.mlp.up_proj.weight", new long[] {6, 4}));
        try (Lora lora = Lora.fresh(Map.of(Component.VLM, new LoraConfig(2, 4, 0.05)), shapes, 3)) {
            LoraFolder.write(folder.resolve("lora"), lora, Map.of(), DType.F32);
            try (Lora read = LoraFolder.read(folder.resolve("lora"), shapes)) {
                assertThat(read.config(Component.VLM)).isEqualTo(lora.config(Component.VLM));
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
        Map<Component, Map<String, long[]>> shapes =
                Map.of(Component.VLM, Map.of("model.layers.0.mlp.up_proj.weight", new long[] {6, 4}));
        try (Lora lora = Lora.fresh(Map.of(Component.VLM, new LoraConfig(2, 4, 0)), shapes, 3)) {
            LoraFolder.write(folder.resolve("lora"), lora, Map.of(), DType.F32);
        }
        Map<Component, Map<String, long[]>> other =
                Map.of(Component.VLM, Map.of("model.layers.0.mlp.up_proj.weight", new long[] {6, 5}));
        assertThatThrownBy(() -> LoraFolder.read(folder.resolve("lora"), other))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("up_proj")
                .hasMessageContaining("[2, 5]")
                .hasMessageContaining("[2, 4]");
    }
}
