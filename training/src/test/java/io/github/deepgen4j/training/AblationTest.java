// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.files.FileTree;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.objective.RecordedPass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Training with what {@code connector/config.json} chooses for ablations: the last hidden state, no think tokens. */
class AblationTest {
    private static final List<String> TRAINABLE = List.of("connector");

    @TempDir
    Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    /** The tiny model with adapters everywhere in its language model. */
    private Path adapted() {
        return TrainCase.withLora(folder.resolve("m"));
    }

    private static void choose(Path model, String field, Object value) throws IOException {
        Path file = model.resolve("connector/config.json");
        ObjectNode config = (ObjectNode) new JsonMapper().readTree(file.toFile());
        Files.writeString(file, config.putPOJO(field, value).toString());
    }

    /** Positions of the conditions of a recorded edit, and names of what got a gradient that is not zero. */
    private record Reached(long positions, Set<String> names) {
        boolean layer(int number) {
            return names.stream().anyMatch(name -> name.contains(".layers." + number + "."));
        }
    }

    private static Reached train(Path folder) {
        try (Networks model = TrainCase.model(folder, TRAINABLE);
                var _ = Scope.open();
                TrainCase golden = new TrainCase("i2i")) {
            Map<String, Tensor> parameters = model.parameters(TRAINABLE);
            parameters.values().forEach(parameter -> parameter.requireGrad(true));
            RecordedPass forward = RecordedPass.of(model, golden.batch(), golden.tensors());
            assertThat(forward.loss().item()).isFinite();
            forward.loss().backward();
            Set<String> reached = new TreeSet<>();
            parameters.forEach((name, parameter) -> {
                if (parameter.grad() != null && parameter.grad().norm().item() > 0) {
                    reached.add(name);
                }
            });
            assertThat(reached)
                    .as("the whole connector")
                    .containsAll(parameters.keySet().stream()
                            .filter(name -> name.startsWith("connector.") && !name.equals("connector.meta_queries"))
                            .toList())
                    .contains("lmm.model.language_model.embed_tokens.lora_embedding_A.default")
                    .noneMatch(name -> name.contains("visual") || name.contains("lm_head"));
            return new Reached(forward.conditions().sequence().size(1), reached);
        }
    }

    /** Its output is tapped by the last hidden state only (spec/training.md section 13). */
    @Test
    void lastLayerLearnsWithTheLastHiddenState() throws IOException {
        Path model = adapted();
        int last = ModelConfig.read(model).vlm().layers() - 1;
        Reached bridged = train(model);
        assertThat(bridged.names()).contains("connector.meta_queries");
        assertThat(bridged.layer(last - 1)).isTrue();
        assertThat(bridged.layer(last)).isFalse();
        FileTree.delete(model.resolve("connector"));
        Golden.copy(Golden.path("lasthidden/connector"), model.resolve("connector"));
        Reached hidden = train(model);
        assertThat(hidden.names()).contains("connector.meta_queries");
        for (String factor : List.of("A", "B")) {
            assertThat(hidden.names())
                    .contains("lmm.model.language_model.layers." + last + ".mlp.down_proj.lora_" + factor
                            + ".default.weight");
        }
    }

    @Test
    void promptsAloneConditionWithoutThinkTokens() throws IOException {
        Path model = adapted();
        Reached with = train(model);
        Path file = model.resolve("connector/model.safetensors");
        long count;
        try (var _ = Scope.open();
                Safetensors stored = Safetensors.open(file)) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            stored.names().forEach(name -> tensors.put(name, stored.tensor(name)));
            Tensor tokens = tensors.get("meta_queries");
            count = tokens.size(0);
            tensors.put("meta_queries", Tensor.zeros(DType.F32, 0, tokens.size(1)));
            SafetensorsWriter.write(file, tensors);
        }
        choose(model, "num_queries", 0);
        Reached without = train(model);
        assertThat(without.positions()).isEqualTo(with.positions() - count);
        assertThat(without.names()).doesNotContain("connector.meta_queries");
    }

    /** From random weights, with new adapters, to a model that opens. */
    @Test
    void bothAblationsTrain() throws IOException {
        Path model = folder.resolve("m");
        Golden.copy(Golden.path("tiny"), model);
        Files.delete(model.resolve("connector/model.safetensors"));
        choose(model, "conditioning", "last_hidden");
        choose(model, "num_queries", 0);
        TrainConfig config = RunOfSmoke.config(
                        "steps=2", "lora={rank: 2, alpha: 4, dropout: 0.05}", "checkpoint.every=2")
                .withModel(model);
        Path run = folder.resolve("run");
        assertThat(RunOfSmoke.train(config, run, false)).isTrue();
        int last = ModelConfig.read(model).vlm().layers() - 1;
        try (var _ = Scope.open();
                Safetensors saved = Safetensors.open(run.resolve("checkpoints/step-000002/optimizer.safetensors"))) {
            String adapter =
                    "parameter.lmm.model.language_model.layers." + last + ".mlp.down_proj.lora_B.default.weight";
            assertThat(saved.tensor(adapter).norm().item()).isPositive(); // zero at first
            assertThat(saved.tensor("parameter.connector.meta_queries").size(0)).isZero();
        }
        try (DeepGen made = DeepGen.open(run.resolve("model"))) {
            assertThat(made).isNotNull();
        }
    }
}
