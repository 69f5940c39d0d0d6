// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.components.DrawingDefaults;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.config.TrainConfigFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Runs of the objectives of distillation over the tiny model, on prompts and edits of ShapeWorld in turn. */
class DistillationRunTest {
    private static final String LESSONS = "lessons: {type: flow_matching, data: {type: shapeworld, scenes: {weights:"
            + " {single: 1, edit_recolour: 1}}, repeats: 1, batch: 2, unconditional: 0}, density: {type: uniform},"
            + " weighting: NONE, posterior: SAMPLE, truncation: TEXT, max_tokens: 256, samples: {prompts: [], size: 64,"
            + " steps: 2, guidance: 1}}";
    private static final String GUIDANCE = "guidance_distillation, strength: {from: 1.5, to: 4}";
    private static final String STEPS = "step_distillation, jumps: [{from: 3, to: 2}], guidance: 2, own: 0.5";

    @TempDir
    private Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static TrainConfig config(String objective, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "trainable=[transformer]",
                "lora={rank: 0, alpha: 0, dropout: 0}",
                "objective={type: " + objective + ", " + LESSONS + "}",
                "learning_rate.warmup=1",
                "steps=4",
                "accumulation=1",
                "checkpoint.every=4",
                "checkpoint.keep=9"));
        all.addAll(Arrays.asList(more));
        return TrainConfigFile.read(RunOfSmoke.CONFIG, all).withModel(Golden.path("tiny"));
    }

    /** Two of prompts and two of edits; the run ends with a model of which the transformer alone has changed. */
    @ParameterizedTest
    @ValueSource(strings = {GUIDANCE, STEPS})
    void promptsAndEditsAreLearned(String objective) {
        Path run = folder.resolve("run");
        assertThat(RunOfSmoke.train(config(objective), run, false)).isTrue();
        List<JsonNode> steps = RunOfSmoke.metrics(run);
        assertThat(steps).hasSize(4);
        assertThat(steps)
                .allSatisfy(step ->
                        assertThat(step.get("loss").asDouble()).isFinite().isNotNegative());
        Stream.of("loss_text2image", "loss_image2image")
                .forEach(task -> assertThat(steps).anyMatch(step -> step.has(task)));
        assertThat(RunOfSmoke.files(run.resolve("model/transformer")))
                .isNotEqualTo(RunOfSmoke.files(Golden.path("tiny/transformer")));
        DrawingDefaults drawing = DrawingDefaults.read(run.resolve("model"));
        assertThat(drawing.guidance()).hasValue(1);
        assertThat(drawing.steps()).isEqualTo(objective.equals(STEPS) ? OptionalInt.of(2) : OptionalInt.empty());
    }

    /** The teacher is the folder's, so that a run that is resumed has the same; adapters learn as weights do. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                GUIDANCE + " | transformer_lora={rank: 2, alpha: 4, dropout: 0.1}",
                STEPS + " | transformer_lora={rank: 2, alpha: 4, dropout: 0.1}",
                STEPS + " | trainable=[transformer]"
            })
    void aResumedRunGoesOnAsIfItHadNotStopped(String objective, String learns) {
        String adapters = learns.startsWith("transformer_lora") ? "trainable=[]" : "seed=1";
        TrainConfig config = config(objective, adapters, learns);
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        RunOfSmoke.train(config, whole, false);
        AtomicInteger steps = new AtomicInteger();
        RunOfSmoke.train(config, parts, false, () -> steps.incrementAndGet() == 2);
        assertThat(RunOfSmoke.train(config, parts, true)).isTrue();
        assertThat(RunOfSmoke.files(parts.resolve("model/transformer")))
                .usingRecursiveComparison()
                .isEqualTo(RunOfSmoke.files(whole.resolve("model/transformer")));
    }

    /** A teacher of the same weights in another folder teaches the same. */
    @Test
    void theTeacherMayBeAnotherFolder() {
        Path copy = folder.resolve("copy");
        TrainCase.copy(Golden.path("tiny"), copy);
        RunOfSmoke.train(config(STEPS), folder.resolve("own"), false);
        RunOfSmoke.train(config(STEPS + ", teacher: " + copy), folder.resolve("other"), false);
        assertThat(folder.resolve("other/metrics.jsonl")).exists();
        assertThat(RunOfSmoke.files(folder.resolve("other/model/transformer")))
                .usingRecursiveComparison()
                .isEqualTo(RunOfSmoke.files(folder.resolve("own/model/transformer")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "guidance_distillation, strength: {from: 1, to: 4} | from expected more than 1",
                "guidance_distillation, strength: {from: 4, to: 2} | to expected from or more",
                "step_distillation, jumps: [{from: 8, to: 4}] | a multiple of 3 and 1 more",
                "step_distillation, jumps: [{from: 8, to: 4}] | as 7, found 8",
                "step_distillation, jumps: [{from: 4, to: 4}] | from expected more than to, 4, found 4",
                "step_distillation, jumps: [] | jumps expected one or more",
                "step_distillation, jumps: [{from: 7, to: 4}], guidance: 0.5 | guidance expected 1 for none",
                "step_distillation, jumps: [{from: 7, to: 4}], own: 2 | own expected 0 to 1",
            })
    void settingsThatCannotWorkAreRefused(String objective, String message) {
        assertThatThrownBy(() -> config(objective))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void stepsTakeTheirLevelsFromTheScheduleAlone() {
        String density = LESSONS.replace("type: uniform", "type: logit_normal, mean: 0, std: 1");
        assertThatThrownBy(() -> config(STEPS, "objective={type: " + STEPS + ", " + density + "}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("density");
    }

    @Test
    void onlyFlowMatchingGivesLessons() {
        assertThatThrownBy(() -> config(STEPS, "objective={type: " + STEPS + ", lessons: {type: mr_grpo}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("flow_matching")
                .hasMessageContaining("mr_grpo");
    }

    @Test
    void anUnknownTeacherIsRefusedBeforeAnythingIsRead() {
        TrainConfig config = config(STEPS + ", teacher: " + folder.resolve("nobody"));
        assertThatThrownBy(() -> RunOfSmoke.train(config, folder.resolve("run"), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("teacher")
                .hasMessageContaining("nobody: no such folder");
    }

    @Test
    void nothingBesideTheTransformerMayLearn() {
        TrainConfig config = config(STEPS, "trainable=[connector, transformer]");
        assertThatThrownBy(() -> RunOfSmoke.train(config, folder.resolve("run"), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("transformer only");
    }

    /** A second transformer is counted where the first one changes; beside adapters it is the same. */
    @Test
    void theForecastCountsTheTeacher() {
        long transformer = TrainingForecast.of(config(STEPS), 1).trained();
        TrainConfig plain = RunOfSmoke.config("trainable=[transformer]", "lora={rank: 0, alpha: 0, dropout: 0}")
                .withModel(Golden.path("tiny"));
        assertThat(TrainingForecast.of(config(STEPS), 1).frozen()
                        - TrainingForecast.of(plain, 1).frozen())
                .isBetween(4 * transformer, 5 * transformer); // the position table does not learn
        TrainConfig adapters = config(STEPS, "trainable=[]", "transformer_lora={rank: 2, alpha: 4, dropout: 0}");
        TrainConfig without = RunOfSmoke.config(
                        "trainable=[]",
                        "lora={rank: 0, alpha: 0, dropout: 0}",
                        "transformer_lora={rank: 2, alpha: 4, dropout: 0}")
                .withModel(Golden.path("tiny"));
        assertThat(TrainingForecast.of(adapters, 1).frozen())
                .isEqualTo(TrainingForecast.of(without, 1).frozen());
    }
}
