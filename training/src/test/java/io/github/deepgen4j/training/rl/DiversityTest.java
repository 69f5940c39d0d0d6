// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.answer.EngineAccess;
import io.github.deepgen4j.evaluation.answer.SimilarityAnswerer;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.engine.ImageTextSimilarity;
import io.github.deepgen4j.evaluation.engine.PictureScorer;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.training.Training;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.config.TrainConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Distances of the images of a prompt, and who measures them. */
class DiversityTest {
    @TempDir
    private Path run;

    /** Looks only at how bright an image is: 0 along one axis, 255 along the other. */
    private static final class Brightness implements ImageTextSimilarity {
        private boolean broken;
        private int seen;

        @Override
        public float[] embed(Image image) {
            if (broken) {
                throw new EngineException("the encoder is gone");
            }
            seen++;
            long sum = 0;
            for (byte value : image.rgb()) {
                sum += value & 255;
            }
            double angle = Math.PI / 2 * sum / (255.0 * image.rgb().length);
            return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
        }

        @Override
        public float[] embed(String text) {
            return new float[] {1, 0};
        }

        @Override
        public Fingerprint fingerprint() {
            return Fingerprint.program("brightness", "1");
        }
    }

    private static EngineAccess with(ImageTextSimilarity encoder) {
        return new EngineAccess() {
            @Override
            public List<Answerer> answerers() {
                return List.of(new SimilarityAnswerer(() -> encoder));
            }

            @Override
            public PictureScorer scorer(String name, String word) {
                throw new EngineException("no scorer");
            }
        };
    }

    private static Image gray(int value) {
        byte[] rgb = new byte[3 * 4 * 4];
        Arrays.fill(rgb, (byte) value);
        return Image.of(4, 4, rgb);
    }

    @Test
    void bytesDifferOnAverageOverAllPairs() {
        Diversity pixels = Diversity.open(Diversity.Measure.PIXELS, EngineAccess.NONE);
        assertThat(pixels.of(List.of(gray(0), gray(30), gray(255)))).isCloseTo((30 + 255 + 225) / 3.0, within(1e-9));
        assertThat(pixels.of(List.of(gray(7)))).isZero();
    }

    @Test
    void embeddingsDifferByTheirCosines() {
        var encoder = new Brightness();
        Diversity clip = Diversity.open(Diversity.Measure.CLIP, with(encoder));
        assertThat(encoder.seen).isEqualTo(1); // tried before the first rollout
        assertThat(clip.of(List.of(gray(9), gray(9)))).isCloseTo(0, within(1e-6));
        // Black and white are at right angles, two of the three pairs.
        assertThat(clip.of(List.of(gray(0), gray(255), gray(255)))).isCloseTo(2 / 3.0, within(1e-6));
        assertThat(encoder.seen).isEqualTo(1 + 2 + 3); // each image once, whatever the number of its pairs
    }

    @Test
    void withoutAnEncoderItIsRefusedByName() {
        assertThatThrownBy(() -> Diversity.open(Diversity.Measure.CLIP, EngineAccess.NONE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("diversity")
                .hasMessageContaining("expected an engine of the kind clip, found none")
                .hasMessageContaining("--engine clip=");
        var broken = new Brightness();
        broken.broken = true;
        assertThatThrownBy(() -> Diversity.open(Diversity.Measure.CLIP, with(broken)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the encoder is gone");
        assertThatCode(() -> Diversity.open(Diversity.Measure.PIXELS, with(broken)))
                .doesNotThrowAnyException();
    }

    @Test
    void aRunRecordsItAndOutlivesItsEncoder() throws IOException {
        TrainConfig config = TrainConfigFile.read(
                Path.of("../configs/smoke-rl.yaml"),
                List.of(
                        "steps=2",
                        "objective.diversity=CLIP",
                        "objective.held_out=null",
                        "objective.sft=null",
                        "objective.gradient_norms=0"));
        var encoder = new Brightness();
        List<String> log = new ArrayList<>();
        try (var alone = ProcessGroup.alone()) {
            assertThat(Training.run(config, run.resolve("run"), false, alone, with(encoder), log::add, () -> {
                        encoder.broken = true; // after the first step
                        return false;
                    }))
                    .isTrue();
        }
        List<JsonNode> flight = Files.readAllLines(run.resolve("run/flight.jsonl")).stream()
                .map(new JsonMapper()::readTree)
                .toList();
        assertThat(flight.getFirst().get("looks").get("diversity").asDouble()).isBetween(1e-9, 1.0);
        assertThat(flight.getLast().get("looks").get("diversity").asString()).isEqualTo("NaN");
        assertThat(log)
                .anySatisfy(
                        line -> assertThat(line).contains("the diversity of a group is left out: the encoder is gone"));
        List<String> metrics = Files.readAllLines(run.resolve("run/metrics.jsonl"));
        assertThat(metrics.getFirst()).contains("\"diversity\"");
        assertThat(metrics.getLast()).doesNotContain("\"diversity\"");
    }
}
