// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.qwen;

import static io.github.deepgen4j.testing.Golden.COMPONENT;
import static io.github.deepgen4j.testing.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.TinyModel;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QwenParityTest {
    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"t2i", "edit1", "edit2"})
    void hiddenStatesFollowFromTheEmbeddings(String fixture) {
        QwenConfig config = Golden.vlmConfig();
        try (var _ = Scope.open();
                var weights = TinyModel.component("tiny/vlm", DType.F32);
                var golden = Golden.tensors(fixture + "/tensors.safetensors")) {
            LanguageModel languageModel = new LanguageModel(config, ConstantPrecision.F32, weights.at("model"));
            int[] recorded = golden.names().stream()
                    .filter(name -> name.startsWith("hidden_states."))
                    .mapToInt(name -> Integer.parseInt(name.substring("hidden_states.".length())))
                    .sorted()
                    .toArray();
            Tensor embeddings = golden.has("hidden_states.0")
                    ? golden.tensor("hidden_states.0")
                    : embeddings(languageModel, golden);
            List<Tensor> states = languageModel.hiddenStates(
                    embeddings, golden.tensor("attention_mask"), golden.tensor("position_ids"), recorded);
            for (int i = 0; i < recorded.length; i++) {
                String key = "hidden_states." + recorded[i];
                assertClose(fixture + " " + key, states.get(i), golden.tensor(key), COMPONENT);
            }
        }
    }

    private static Tensor embeddings(LanguageModel languageModel, Safetensors golden) {
        Tensor tokens = languageModel.embed(golden.tensor("input_ids"), DType.F32);
        try (var connector = TinyModel.component("tiny/connector", DType.F32)) {
            int think = Golden.connectorConfig().thinkTokens();
            Tensor queries = connector
                    .get("meta_queries", think, tokens.size(2))
                    .unsqueeze(0)
                    .expand(tokens.size(0), -1, -1);
            return Tensor.cat(1, tokens, queries);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"edit1", "edit2"})
    void visionTowerGivesTheRecordedImageTokens(String fixture) {
        QwenConfig config = Golden.vlmConfig();
        try (var _ = Scope.open();
                var weights = TinyModel.component("tiny/vlm", DType.F32);
                var golden = Golden.tensors(fixture + "/tensors.safetensors")) {
            VisionTower tower = new VisionTower(config, ConstantPrecision.F32, weights.at("visual"));
            List<String> rows = golden.names().stream()
                    .filter(name -> name.startsWith("vlm_rows."))
                    .toList();
            assertThat(rows.isEmpty()).isEqualTo(!fixture.equals("edit1"));
            for (String key : rows) {
                String sample = key.substring("vlm_rows".length());
                long[] grid = golden.tensor("grid_thw" + sample).toLongs();
                Tensor tokens = tower.forward(golden.tensor(key), (int) grid[1], (int) grid[2]);
                assertClose(fixture + " vision" + sample, tokens, golden.tensor("vision" + sample), COMPONENT);
            }
        }
    }

    @Test
    void imagesOfOneGridDoNotSeeEachOther() {
        try (var _ = Scope.open();
                var rng = Rng.seeded(1);
                var weights = TinyModel.component("tiny/vlm", DType.F32);
                var golden = Golden.tensors("edit1/tensors.safetensors")) {
            VisionTower tower = new VisionTower(Golden.vlmConfig(), ConstantPrecision.F32, weights.at("visual"));
            String key = golden.names().stream()
                    .filter(name -> name.startsWith("vlm_rows."))
                    .findFirst()
                    .orElseThrow();
            long[] grid = golden.tensor("grid_thw" + key.substring("vlm_rows".length()))
                    .toLongs();
            int height = (int) grid[1];
            int width = (int) grid[2];
            Tensor one = golden.tensor(key);
            Tensor other = rng.normal(one.shape());
            assertClose(
                    "two images",
                    tower.forward(Tensor.cat(0, one, other), height, width),
                    Tensor.cat(0, tower.forward(one, height, width), tower.forward(other, height, width)),
                    COMPONENT);
        }
    }

    @Test
    void lastHiddenStateIncludesTheFinalNorm() {
        QwenConfig config = Golden.vlmConfig();
        try (var _ = Scope.open();
                var weights = TinyModel.component("tiny/vlm", DType.F32);
                var t2i = Golden.tensors("t2i/tensors.safetensors");
                var golden = Golden.tensors("lasthidden/tensors.safetensors")) {
            LanguageModel languageModel = new LanguageModel(config, ConstantPrecision.F32, weights.at("model"));
            try (var connector = TinyModel.component("lasthidden/connector", DType.F32)) {
                Tensor tokens = languageModel.embed(golden.tensor("input_ids"), DType.F32);
                long think = t2i.tensor("attention_mask").size(1) - tokens.size(1);
                Tensor queries = connector
                        .get("meta_queries", think, tokens.size(2))
                        .unsqueeze(0)
                        .expand(tokens.size(0), -1, -1);
                Tensor last = languageModel
                        .hiddenStates(
                                Tensor.cat(1, tokens, queries),
                                t2i.tensor("attention_mask"),
                                t2i.tensor("position_ids"),
                                config.layers())
                        .getFirst();
                assertClose("lasthidden last_hidden_state", last, golden.tensor("last_hidden_state"), COMPONENT);
            }
        }
    }

    @Test
    void windowsAreCutRowByRow() {
        assertThat(WindowOrder.of(16, 16, 4).cells())
                .startsWith(0, 1, 2, 3, 16, 17, 18, 19, 32)
                .contains(51, 4, 5, 6, 7);
        assertThat(WindowOrder.of(5, 3, 4).windows()).containsExactly(12, 3);
    }

    @Test
    void flatAndNestedConfigurationsAgree() {
        assertThat(QwenConfig.read(Golden.path("vlm_config_flat/config.json"))
                        .toString()
                        .replaceAll("\\[I@\\w+", ""))
                .isEqualTo(Golden.vlmConfig().toString().replaceAll("\\[I@\\w+", ""));
    }
}
