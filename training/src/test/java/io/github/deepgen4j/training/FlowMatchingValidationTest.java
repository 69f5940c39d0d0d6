// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.data.Turns;
import io.github.deepgen4j.training.objective.FlowMatching;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Validation of the objective flow_matching. */
class FlowMatchingValidationTest {
    private static final int SIDE = 64;

    @TempDir
    private Path folder;

    private int runs;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static TrainConfig config(String... overrides) {
        List<String> all = new ArrayList<>(List.of(
                "steps=1",
                "start=REFERENCE",
                "model=" + Golden.path("tiny").toAbsolutePath(),
                "learning_rate.peak=0.01",
                "ema=0",
                "objective.samples.steps=2"));
        all.addAll(List.of(overrides));
        return RunOfSmoke.config(all.toArray(String[]::new));
    }

    private Path run(TrainConfig config) {
        Path run = folder.resolve("run" + runs++);
        assertThat(RunOfSmoke.train(config, run, false)).isTrue();
        return run;
    }

    private static Image grey(int width, int height, int value) {
        byte[] rgb = new byte[3 * width * height];
        Arrays.fill(rgb, (byte) value);
        return Image.of(width, height, rgb);
    }

    private String image(int value) {
        Path file = folder.resolve(value + ".png");
        grey(80, 40, value).writePng(file);
        return file.toString();
    }

    /** Shows a prompt and an edit. */
    private TrainConfig showing(int reference, String instruction, String... overrides) {
        List<String> all = new ArrayList<>(List.of(
                "objective.samples.prompts=[a red circle]",
                "objective.samples.edits=[{image: %s, prompt: %s}]".formatted(image(reference), instruction)));
        all.addAll(List.of(overrides));
        return config(all.toArray(String[]::new));
    }

    /** Sums of the prompt's image, the edit's reference and the edit's result, which is beside it in any case. */
    private static List<String> cells(Image sheet) {
        assertThat(sheet.size()).hasToString("%dx%d".formatted(4 * (SIDE + 2) - 2, SIDE));
        return List.of(cell(sheet, 0), cell(sheet, 2), cell(sheet, 3));
    }

    private List<String> afterARun(TrainConfig config) {
        return cells(Image.read(run(config).resolve("samples/step-000001.png")));
    }

    private static List<String> untrained(TrainConfig config) {
        try (Networks model = Training.open(config);
                FlowMatching objective = new FlowMatching(
                        (FlowMatching.Config) config.objective(), model, config.seed(), new Turns(1, 0, 1), _ -> {})) {
            return cells(objective.validate(1).images());
        }
    }

    private static String cell(Image sheet, int number) {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            int from = y * sheet.width() + number * (SIDE + 2);
            System.arraycopy(sheet.rgb(), 3 * from, rgb, 3 * y * SIDE, 3 * SIDE);
        }
        return Image.of(SIDE, SIDE, rgb).sha256();
    }

    @Test
    void imagesFollowTheModelAlone() {
        List<String> first = afterARun(showing(90, "make it blue"));
        assertThat(afterARun(showing(90, "make it blue"))).isEqualTo(first);
        List<String> other = afterARun(showing(90, "make it blue", "seed=2")); // which learns from other samples
        assertThat(other.get(0)).isNotEqualTo(first.get(0));
        assertThat(other.get(1)).isEqualTo(first.get(1));
        assertThat(other.get(2)).isNotEqualTo(first.get(2));
    }

    @Test
    void editsSeeTheirImageAndTheirInstruction() {
        List<String> first = untrained(showing(90, "make it blue"));
        assertThat(first.get(1)).isEqualTo(grey(SIDE, SIDE, 90).sha256());
        List<String> otherImage = untrained(showing(30, "make it blue"));
        assertThat(otherImage.get(0)).isEqualTo(first.get(0));
        assertThat(otherImage.get(2)).isNotEqualTo(first.get(2));
        List<String> otherInstruction = untrained(showing(90, "remove the star"));
        assertThat(otherInstruction.get(1)).isEqualTo(first.get(1));
        assertThat(otherInstruction.get(2)).isNotEqualTo(first.get(2));
    }

    @Test
    void theHeldOutLossIsOfTheSameDrawsEachTime() throws IOException {
        Path run = run(config(
                "steps=2",
                "validate.every=1",
                "learning_rate.peak=1e-30", // the model stays what it is
                "objective.validation={data: {type: shapeworld, scenes: {weights: {single: 1, edit_move: 1}},"
                        + " repeats: 1, batch: 1, unconditional: 0}, batches: 2}"));
        List<JsonNode> measures = Files.readAllLines(run.resolve("validation.jsonl")).stream()
                .map(line -> new JsonMapper().readTree(line).get("validation"))
                .toList();
        assertThat(measures).hasSize(2);
        assertThat(measures.get(1)).isEqualTo(measures.get(0));
        for (String task : List.of("held_out_text2image", "held_out_image2image")) {
            assertThat(measures.getFirst().get(task).asDouble())
                    .as(task)
                    .isFinite()
                    .isPositive();
        }
    }

    @Test
    void aSizeThatNoImageToEditCanHaveIsRefused() {
        assertThatThrownBy(() -> RunOfSmoke.config(
                        "objective.samples.size=48", "objective.samples.edits=[{image: x.png, prompt: y}]"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("multiple of 32");
    }

    /** Prompts of samples are captions of the data, and the auto-encoder's limit is told, where images are given. */
    @Test
    void aRunOnGivenImagesShowsTheirCaptionsAndSaysWhatTheAutoencoderLoses() throws IOException {
        for (String caption : List.of("a red cross", "", "a red cross", "a blue ring")) {
            String name = String.format(Locale.ROOT, "%02d", runs++);
            grey(64, 64, 40 * runs).writePng(folder.resolve(name + ".png"));
            Files.writeString(folder.resolve(name + ".txt"), caption);
        }
        String files =
                "objective.data={type: files, files: {image: {mode: crop2square, size: 64}, checks: {longer_than: 1},"
                        + " groups: [{repeats: 1, batch: 2, sources: [{format: folder, data_path: %s}]}]}}"
                                .formatted(folder);
        FlowMatching.Config own =
                (FlowMatching.Config) config(files, "objective.samples={size: 64, steps: 2, guidance: 1}")
                        .objective();
        assertThat(own.samples().prompts()).isNull();
        assertThat(own.data().captions(4)).containsExactly("a red cross", "a blue ring");
        Path run = run(config(files, "objective.samples={size: 64, steps: 2, guidance: 1}"));
        assertThat(Image.read(run.resolve("samples/step-000001.png")).size()).hasToString("130x64");
        assertThat(Files.readString(run.resolve("log.txt")))
                .containsPattern("the auto-encoder rebuilds the first 2 images at -?\\d+\\.\\d dB; below 28 dB");
        Path generated = run(config("objective.samples.prompts=null"));
        assertThat(Files.readString(generated.resolve("log.txt"))).doesNotContain("auto-encoder");
        assertThat(Image.read(generated.resolve("samples/step-000001.png")).size())
                .hasToString("262x64");
    }
}
