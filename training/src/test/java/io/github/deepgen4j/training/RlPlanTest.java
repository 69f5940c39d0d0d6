// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.answer.EngineAccess;
import io.github.deepgen4j.model.checkpoint.Preset;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.config.TrainConfigFile;
import io.github.deepgen4j.training.objective.ObjectiveConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arithmetic of an update of stage 3, and the settings that are refused before a model is opened. */
class RlPlanTest {
    @TempDir
    Path folder;

    private static TrainConfig config(String name, String... overrides) {
        return TrainConfigFile.read(Path.of("../configs", name), List.of(overrides));
    }

    private static RlPlan plan(TrainConfig config, int processes) {
        return RlPlan.of(config, Preset.DEEPGEN_1_0.config(), processes, _ -> {});
    }

    @Test
    void thePublishedRecipeHasThePublishedCounts() {
        RlPlan plan = plan(config("deepgen-1.0-rl.yaml"), 8);
        assertThat(plan.images()).isEqualTo(256);
        assertThat(plan.rolloutPasses()).isEqualTo(12_800);
        assertThat(plan.trainedSteps()).isEqualTo(30);
        assertThat(plan.trainedPasses()).isEqualTo(7_680);
        assertThat(plan.otherPasses()).isEqualTo(7_680);
        assertThat(plan.forwardsOfTraining()).isEqualTo(4); // activations are computed again
        assertThat(plan.questions().get("unifiedreward_think")).isCloseTo(1_792, within(1e-6)); // in both orders
        assertThat(plan.updates()).isEqualTo(1);
        // 16 x 64 x 64 latents of float32; of 30 random steps of 50, some share their latents
        assertThat(plan.trajectories() / (32L * 16 * 64 * 64 * 4)).isBetween(31L, 50L);
    }

    @Test
    void theFastRecipeNeedsAQuarter() {
        RlPlan plan = plan(config("deepgen-1.0-rl-fast.yaml"), 8);
        assertThat(plan.rolloutPasses()).isEqualTo(6_400);
        assertThat(plan.trainedPasses()).isEqualTo(1_024);
        RlPlan full = plan(config("deepgen-1.0-rl.yaml"), 8);
        assertThat(passes(plan) / (double) passes(full)).isBetween(0.2, 0.25);
    }

    private static long passes(RlPlan plan) {
        return plan.rolloutPasses() + plan.forwardsOfTraining() * plan.trainedPasses() + plan.otherPasses();
    }

    @Test
    void sizesThatCannotBeSharedOutNameTheNearest() {
        assertThatThrownBy(() -> plan(config("deepgen-1.0-rl.yaml", "accumulation=30"), 8))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected a multiple of the 8 processes, found 30; 24 or 32 would fit");
        assertThatThrownBy(() -> plan(config("deepgen-1.0-rl.yaml", "objective.updates=3"), 8))
                .hasMessageContaining("objective.updates expected a divisor of the 4 micro-batches")
                .hasMessageContaining("2 or 4 would fit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "objective.rollout.images=1 | images expected 2 or more",
                "objective.rollout.together=3 | together expected a divisor of images: 2 or 4, found 3",
                "objective.rollout.eta=-0.1 | eta expected 0 or more, found -0.1",
                "objective.trained.fraction=0 | fraction expected more than 0, at most 1, found 0.0",
                "objective.trained.fraction=1.5 | fraction expected more than 0, at most 1, found 1.5",
                "objective.kl.beta=-1 | beta expected 0 or more",
                "objective.prompts.datasets.0.rewards=[{shapewrld: 1}] | did you mean shapeworld?",
                "objective.prompts.datasets.0.rewards=[{shapeworld: 0}] | more than 0 for shapeworld",
                "objective.prompts.datasets.0.rewards=[{shapeworld: .nan}] | shapeworld expected a number, found .nan",
                "objective.polcy={} | did you mean policy?",
                "objective.held_out.tasks={edit_add: 1} | kinds of prompts, no edits, found edit_add",
                "objective.sft.lambda=1.5 | lambda expected 0 to 1",
            })
    void aSettingThatCannotWorkIsRefusedByName(String override, String message) {
        assertThatThrownBy(() -> config("smoke-rl.yaml", override))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    private void check(String... overrides) {
        TrainConfig config = config("smoke-rl.yaml", overrides);
        config.objective()
                .check(new ObjectiveConfig.Setting(
                        config.trainable(),
                        config.seed(),
                        config.accumulation(),
                        1,
                        folder,
                        EngineAccess.NONE,
                        new ArrayList<String>()::add));
    }

    @Test
    void promptsAndRewardsAreRefusedBeforeAModelIsOpened() throws Exception {
        String file = "objective.prompts.datasets=[{name: a, path: %s, rewards: [{%s: 1}]}]";
        Path empty = Files.writeString(folder.resolve("empty.txt"), "\n\n");
        Path prompts = Files.writeString(folder.resolve("prompts.txt"), "a sign \"OPEN\"\n");
        assertThatThrownBy(() -> check(file.formatted(folder.resolve("none.txt"), "jpeg_compressibility")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("none.txt");
        assertThatThrownBy(() -> check(file.formatted(empty, "jpeg_compressibility")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("empty.txt");
        assertThatThrownBy(() -> check(file.formatted(prompts, "ocr")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ocr");
        assertThatThrownBy(() -> check("trainable=[connector]"))
                .hasMessageContaining("trainable expected parameters of the transformer only");
        check(file.formatted(prompts, "jpeg_compressibility"));
    }
}
