// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.RunOfSmoke;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.config.TrainConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code configs/mini-autoencoder.yaml}, made smaller: the nano's auto-encoder, which has seen shapes only, learns the
 * icons for tests. From random weights a hundred steps do not leave the grey picture, so nothing could be asserted.
 */
class ImageReconstructionTest {
    private static final Path CONFIG = Path.of("../configs/mini-autoencoder.yaml");
    private static final String FOLDERS = "=[../testdata/icons/noto, ../testdata/icons/words]";
    private static final String NANO = "../nano/src/main/resources/io/github/deepgen4j/nano";
    private static final int STEPS = 60;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static TrainConfig config(String... more) {
        List<String> overrides = new ArrayList<>(List.of(
                "model=" + NANO,
                "steps=" + STEPS,
                "ema=0.9",
                "learning_rate={peak: 1.0e-3, warmup: 1, decay_from: 0.2}",
                "log.every=1",
                "validate.every=" + STEPS / 10,
                "objective.data.icons.folders" + FOLDERS,
                "objective.data.icons.size=32",
                "objective.data.icons.weights={single: 1.0}",
                "objective.data.batch=4",
                "objective.unseen.icons.folders" + FOLDERS,
                "objective.unseen.icons.size=32",
                "objective.unseen.icons.split=compositions", // sixteen things are too few to keep some back
                "objective.unseen.batch=2",
                "objective.crop=0",
                "objective.guided=0",
                "objective.validation_batches=4"));
        overrides.addAll(List.of(more));
        return TrainConfigFile.read(CONFIG, overrides);
    }

    @Test
    void aFewStepsMakeUnseenImagesMoreAlike(@TempDir Path run) throws IOException {
        assertThat(RunOfSmoke.train(config(), run, false)).isTrue();
        List<JsonNode> validations = Files.readAllLines(run.resolve("validation.jsonl")).stream()
                .map(line -> new JsonMapper().readTree(line))
                .toList();
        List<Double> psnr = validations.stream()
                .map(validation -> validation.findValue("psnr").asDouble())
                .toList();
        assertThat(psnr).hasSize(10);
        assertThat(psnr.getLast()).as("%s", psnr).isGreaterThan(psnr.getFirst() + 1);
        assertThat(validations.getLast().findValue("latent_std").asDouble()).isPositive();
    }

    @Test
    void thePeakSignalToNoiseRatioIsThatOfItsDefinition() {
        try (var _ = Scope.open()) {
            Tensor image = Tensor.of(new float[] {-1, 0, 1}, 1, 3, 1, 1);
            assertThat(ImageReconstruction.psnr(image, image)).isGreaterThan(78);
            Tensor over = Tensor.of(new float[] {-3, 0, 5}, 1, 3, 1, 1);
            assertThat(ImageReconstruction.psnr(over, image)).as("cut off").isGreaterThan(78);
            Tensor off = Tensor.of(new float[] {-1 + 2f / 255, 2f / 255, 1 - 2f / 255}, 1, 3, 1, 1);
            assertThat(ImageReconstruction.psnr(off, image))
                    .as("one of 255 off")
                    .isEqualTo(48.13, offset(0.02));
            Tensor both = Tensor.cat(0, List.of(image, off));
            assertThat(ImageReconstruction.psnr(both, Tensor.cat(0, List.of(image, image))))
                    .as("a mean of images, not of errors")
                    .isEqualTo((78.13 + 48.13) / 2, offset(0.03));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crop=12",
                "crop=-8",
                "guided=-1",
                "noise=-0.1",
                "spread=-1",
                "validation_batches=0",
                "data.batch=0",
                "data.shapes=1.0",
                "data.unconditional=1.5",
                "data.repeats=1",
                "data.icons.size=33",
                "data.icons.weights={single: 0}",
                "data.icons.split=everything"
            })
    void whatCannotBeTrainedIsRefused(String override) {
        assertThatThrownBy(() -> config("objective." + override)).isInstanceOf(ConfigException.class);
    }
}
