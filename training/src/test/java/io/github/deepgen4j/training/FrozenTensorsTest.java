// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.data.Turns;
import io.github.deepgen4j.training.objective.FlowMatching;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tensors that are not trained keep every bit, in memory: the files of frozen components are links and would not show
 * it.
 */
class FrozenTensorsTest {
    private static final String POSITIONS = "transformer.pos_embed.pos_embed";

    @TempDir
    Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    /** Stage 1, stage 2, and components of which a part is trained. */
    @ParameterizedTest
    @CsvSource({
        "connector, 0, F32",
        "connector, 0, BF16",
        "connector transformer, 2, F32",
        "connector.projector_2. transformer.transformer_blocks.1. vlm.model.layers.3., 2, BF16"
    })
    void onlyWhatIsTrainedChanges(String trainable, int rank, String compute) {
        List<String> learning = new ArrayList<>(List.of(trainable.split(" ")));
        TrainConfig config = RunOfSmoke.config(
                        "steps=2",
                        "trainable=" + learning,
                        "lora={rank: " + rank + ", alpha: 4, dropout: 0.05}",
                        "compute=" + compute)
                .withModel(Golden.path("tiny"));
        if (rank > 0) {
            learning.add("lmm."); // adapters
        }
        try (Networks model = Training.open(config);
                FlowMatching objective = new FlowMatching(
                        (FlowMatching.Config) config.objective(), model, config.seed(), new Turns(1, 0, 1), _ -> {})) {
            Map<String, byte[]> before = everything(model);
            assertThat(RunOfSmoke.train(config, model, objective, folder, () -> false))
                    .isTrue();
            List<String> changed = new ArrayList<>();
            everything(model).forEach((name, bytes) -> {
                if (!Arrays.equals(bytes, before.get(name))) {
                    changed.add(name);
                }
            });
            assertThat(changed)
                    .doesNotContain(POSITIONS)
                    .allMatch(name -> learning.stream().anyMatch(name::startsWith));
            assertThat(learning).allMatch(prefix -> changed.stream().anyMatch(name -> name.startsWith(prefix)));
        }
    }

    private static Map<String, byte[]> everything(Networks model) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(model.parameters(List.of("")));
        tensors.put(POSITIONS, model.tensor(POSITIONS));
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> bytes.put(name, tensor.storedBytes()));
        assertThat(bytes.keySet()).map(name -> name.split("\\.")[0]).contains("vlm", "connector", "transformer", "vae");
        return bytes;
    }
}
