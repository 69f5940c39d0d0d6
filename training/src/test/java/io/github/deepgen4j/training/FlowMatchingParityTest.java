// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static io.github.deepgen4j.testing.Golden.COMPONENT;
import static io.github.deepgen4j.testing.Golden.LOSS;
import static io.github.deepgen4j.testing.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.data.Batch;
import io.github.deepgen4j.training.data.Sample;
import io.github.deepgen4j.training.objective.FlowMatchingLoss.Levels;
import io.github.deepgen4j.training.objective.RecordedPass;
import io.github.deepgen4j.training.objective.TimestepDensity;
import io.github.deepgen4j.training.objective.Truncation;
import io.github.deepgen4j.training.objective.Weighting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** From images, words and recorded draws to the loss, without adapters (stage 1) and with them (stage 2). */
class FlowMatchingParityTest {
    @TempDir
    Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"t2i_a", "t2i_b", "i2i"})
    void stage1LossIsTheRecordedOne(String batch) {
        compare(Golden.path("tiny"), batch, "train/stage1_" + batch, PromptLimit.PLAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t2i_a", "t2i_b", "i2i"})
    void stage2LossIsTheRecordedOne(String batch) {
        compare(TrainCase.withLora(folder.resolve("m")), batch, "train/stage2_" + batch, PromptLimit.PLAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t2i_a", "i2i"})
    void promptsAreCutFromTheLeftWhenAskedFor(String batch) {
        int maximum = Golden.json("train/case.json")
                .get("truncated")
                .get("max_length")
                .asInt();
        compare(Golden.path("tiny"), batch, "train/truncated_" + batch, new PromptLimit(Truncation.LEFT, maximum));
    }

    @Test
    void instructionsAreCutAndImagesAreNot() {
        int limit = 40;
        try (Networks model = TrainCase.model(Golden.path("tiny"), List.of());
                TrainCase golden = new TrainCase("i2i");
                var _ = Scope.open();
                var _ = Autograd.disabled()) {
            Batch batch = golden.batch();
            List<Sample> wordy = batch.samples().stream()
                    .map(sample -> new Sample(
                            sample.type(),
                            "make the sky purple and ".repeat(50),
                            sample.target(),
                            sample.references(),
                            sample.where()))
                    .toList();
            RecordedPass forward =
                    RecordedPass.of(model, Truncation.TEXT, limit, new Batch(0, batch.type(), wordy), golden.tensors());
            int cell = model.config().vlm().vision().patch()
                    * model.config().vlm().vision().merge();
            long most = wordy.stream()
                    .mapToLong(sample -> sample.references().stream()
                            .mapToLong(image -> (image.width() * 7L / 8 / cell) * (image.height() * 7L / 8 / cell))
                            .sum())
                    .max()
                    .orElseThrow();
            long positions = most + model.connector().config().thinkTokens();
            assertThat(forward.conditions().sequence().size(1)).isBetween(positions + limit - 4, positions + limit);
            assertThat(forward.loss().item()).isFinite();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exponential", "linear"})
    void dynamicShiftFollowsTheNumberOfTokens(String type) throws IOException {
        Path model = folder.resolve("m");
        Golden.copy(Golden.path("tiny"), model);
        Path file = model.resolve("scheduler/scheduler_config.json");
        ObjectNode config = (ObjectNode) new JsonMapper().readTree(file.toFile());
        JsonNode dynamic = Golden.json("train/case.json").get("dynamic");
        dynamic.properties().forEach(entry -> config.set(entry.getKey(), entry.getValue()));
        config.put("use_dynamic_shifting", true).put("time_shift_type", type);
        Files.writeString(file, config.toString());
        compare(model, "t2i_a", "train/dynamic_" + type + "_t2i_a", PromptLimit.PLAIN);
    }

    private record PromptLimit(Truncation truncation, int maxTokens) {
        static final PromptLimit PLAIN = new PromptLimit(Truncation.TEXT, 1024);
    }

    private static void compare(Path folder, String batch, String recorded, PromptLimit options) {
        try (Networks model = TrainCase.model(folder, List.of());
                TrainCase golden = new TrainCase(batch);
                Safetensors expected = Golden.tensors(recorded + ".safetensors");
                var _ = Scope.open();
                var _ = Autograd.disabled()) {
            Batch samples = golden.batch();
            boolean ownDraws = expected.has("u");
            RecordedPass forward = RecordedPass.of(
                    model, options.truncation(), options.maxTokens(), samples, ownDraws ? expected : golden.tensors());
            if (ownDraws) {
                assertThat(forward.levels().timesteps())
                        .containsExactly(expected.tensor("timesteps").toFloats(), within(1e-3f));
            } else {
                checkInputs(forward, golden.tensors());
            }
            assertClose(recorded + " pooled", forward.conditions().pooled(), expected.tensor("pooled"), COMPONENT);
            assertClose(recorded + " seq", forward.conditions().sequence(), expected.tensor("seq"), COMPONENT);
            for (int i = 0; i < forward.velocities().size(); i++) {
                String key = "pred." + i;
                assertClose(recorded + " " + key, forward.velocities().get(i), expected.tensor(key), COMPONENT);
            }
            assertClose(
                    recorded + " loss",
                    forward.loss().item(),
                    expected.tensor("loss").item(),
                    LOSS);
        }
    }

    private static void checkInputs(RecordedPass forward, Safetensors golden) {
        assertThat(forward.levels().sigmas()).isEqualTo(golden.tensor("sigmas").toFloats());
        assertThat(forward.levels().timesteps())
                .isEqualTo(golden.tensor("timesteps").toFloats());
        for (int i = 0; i < forward.noisy().size(); i++) {
            assertClose("noisy." + i, forward.noisy().get(i), golden.tensor("noisy." + i), COMPONENT);
        }
    }

    @Test
    void weightsAreThoseOfTheSchemes() {
        JsonNode recorded = Golden.json("train/weighting.json");
        for (Weighting weighting : Weighting.values()) {
            JsonNode weights = recorded.get(weighting.name().toLowerCase(Locale.ROOT));
            for (int i = 0; i < weights.size(); i++) {
                double sigma = recorded.get("sigmas").get(i).asDouble();
                assertThat(weighting.weight(sigma))
                        .isCloseTo(
                                weights.get(i).asDouble(),
                                within(1e-6 * weights.get(i).asDouble()));
            }
        }
        TimestepDensity.Mode mode =
                new TimestepDensity.Mode(recorded.get("mode_scale").asDouble());
        for (int i = 0; i < recorded.get("mode_v").size(); i++) {
            assertThat(mode.at(recorded.get("mode_v").get(i).asDouble()))
                    .isCloseTo(recorded.get("mode_u").get(i).asDouble(), within(1e-6));
        }
    }

    @Test
    void indexOfTheTableStaysInside() {
        try (Networks model = TrainCase.model(Golden.path("tiny"), List.of())) {
            Levels levels = Levels.of(model.config().scheduler(), new double[] {0, 1}, new long[] {1, 1});
            assertThat(levels.sigmas()[0]).isEqualTo(1);
            assertThat(levels.sigmas()[1]).isPositive().isLessThan(0.01f);
        }
    }
}
