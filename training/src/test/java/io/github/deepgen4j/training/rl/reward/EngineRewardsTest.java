// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.answer.DetectorAnswerer;
import io.github.deepgen4j.evaluation.answer.EngineAccess;
import io.github.deepgen4j.evaluation.answer.ReaderAnswerer;
import io.github.deepgen4j.evaluation.answer.SimilarityAnswerer;
import io.github.deepgen4j.evaluation.data.JsonRow;
import io.github.deepgen4j.evaluation.engine.Box;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.engine.ImageTextSimilarity;
import io.github.deepgen4j.evaluation.engine.PictureScorer;
import io.github.deepgen4j.evaluation.engine.TextReader;
import io.github.deepgen4j.evaluation.program.PixelColours;
import io.github.deepgen4j.evaluation.program.ShapeWorldDetector;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.ObjectSize;
import io.github.deepgen4j.shapeworld.scene.Renderer;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.SceneObject;
import io.github.deepgen4j.shapeworld.scene.Shape;
import io.github.deepgen4j.training.rl.prompt.Origin;
import io.github.deepgen4j.training.rl.prompt.Prompt;
import io.github.deepgen4j.training.rl.reward.RewardsConfig.GenEvalWorth;
import io.github.deepgen4j.training.rl.reward.RewardsConfig.Orders;
import io.github.deepgen4j.training.rl.reward.RewardsConfig.Transport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rewards over engines that are programs. */
class EngineRewardsTest {
    @TempDir
    private Path run;

    private static EngineAccess engines(Answerer... answerers) {
        return new EngineAccess() {
            @Override
            public List<Answerer> answerers() {
                return List.of(answerers);
            }

            @Override
            public PictureScorer scorer(String name, String word) {
                throw new EngineException("no scorer");
            }
        };
    }

    private static RewardsConfig worth(GenEvalWorth worth) {
        return new RewardsConfig(Map.of(), Orders.BOTH, Transport.AUTO, OcrRules.USUAL, worth, 0.02, true);
    }

    private Rewards open(RewardsConfig config, String name, EngineAccess engines) {
        return Rewards.open(config, List.of(name), engines, run, 0, _ -> {});
    }

    private static double[] judged(Rewards rewards, Prompt prompt, Image... images) throws Exception {
        rewards.begin(1);
        RewardTable.Group group =
                rewards.submit(new ImageGroup(prompt, List.of(images))).get();
        assertThat(group.dropped()).isFalse();
        return Arrays.stream(group.raw()).mapToDouble(row -> row[0]).toArray();
    }

    /** Embeds by colour alone. */
    private record ColourEncoder(double sign) implements ImageTextSimilarity {
        @Override
        public float[] embed(Image image) {
            float[] sums = new float[3];
            byte[] rgb = image.rgb();
            for (int i = 0; i < rgb.length; i++) {
                sums[i % 3] += (rgb[i] & 255) - 128 + 0.5f;
            }
            return unit(sums);
        }

        @Override
        public float[] embed(String text) {
            double s = sign;
            return unit(
                    new float[] {(float) (text.contains("red") ? s : -s), 0, (float) (text.contains("blue") ? s : -s)});
        }

        private static float[] unit(float[] values) {
            double length = Math.sqrt(values[0] * values[0] + values[1] * values[1] + values[2] * values[2]);
            return new float[] {(float) (values[0] / length), (float) (values[1] / length), (float) (values[2] / length)
            };
        }

        @Override
        public Fingerprint fingerprint() {
            return Fingerprint.program("colour", String.valueOf(sign));
        }
    }

    @Test
    void clipSimIsTheCosineOfPictureAndPrompt() throws Exception {
        var encoder = new ColourEncoder(1);
        try (Rewards rewards = open(RewardsConfig.USUAL, "clip_sim", engines(new SimilarityAnswerer(() -> encoder)))) {
            assertThatCode(rewards::selfTest).doesNotThrowAnyException();
            Image red = shapes(Colour.RED, Shape.CIRCLE);
            Image blue = shapes(Colour.BLUE, Shape.CIRCLE);
            double[] values = judged(rewards, new Prompt("a red circle", "d", Map.of("clip_sim", 1.0)), red, blue);
            assertThat(values[0]).isCloseTo(encoder.cosine(red, "a red circle"), within(1e-12));
            assertThat(values[1]).isCloseTo(encoder.cosine(blue, "a red circle"), within(1e-12));
        }
    }

    @Test
    void anEncoderThatPrefersTheWrongPictureIsFound() {
        var encoder = new ColourEncoder(-1);
        try (Rewards rewards = open(RewardsConfig.USUAL, "clip_sim", engines(new SimilarityAnswerer(() -> encoder)))) {
            assertThatThrownBy(rewards::selfTest)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("reward clip_sim fails its self-test")
                    .hasMessageContaining("reversed");
        }
    }

    private static Image shapes(Colour colour, Shape... shapes) {
        List<SceneObject> objects = new ArrayList<>();
        for (Shape shape : shapes) {
            int place = 16 + 32 * objects.size();
            objects.add(new SceneObject(shape, colour, ObjectSize.MEDIUM, place, place));
        }
        return Renderer.render(new Scene(Colour.GRAY, objects));
    }

    @Test
    void genEvalCountsWhatADetectorSees() throws Exception {
        String row =
                "{\"tag\": \"color_attr\", \"include\": [{\"class\": \"circle\", \"count\": 1, \"color\": \"red\"},"
                        + " {\"class\": \"square\", \"count\": 1}], \"prompt\": \"a red circle and a square\"}";
        var prompt = new Prompt(
                "a red circle and a square",
                "d",
                Map.of("gen_eval", 1.0),
                new Origin.Row(new JsonRow("rows.jsonl:1", Json.read(row))));
        Answerer detector = new DetectorAnswerer(ShapeWorldDetector::new, PixelColours::new);
        Image both = shapes(Colour.RED, Shape.CIRCLE, Shape.SQUARE);
        Image one = shapes(Colour.RED, Shape.CIRCLE);
        Map<GenEvalWorth, double[]> expected = Map.of(
                GenEvalWorth.SOFT, new double[] {1, 2 / 3.0},
                GenEvalWorth.PLAIN, new double[] {1, 0},
                GenEvalWorth.STRICT, new double[] {1, 0});
        for (GenEvalWorth worth : GenEvalWorth.values()) {
            try (Rewards rewards = open(worth(worth), "gen_eval", engines(detector))) {
                rewards.selfTest();
                assertThat(judged(rewards, prompt, both, one))
                        .as(worth.toString())
                        .containsExactly(expected.get(worth), within(1e-12));
            }
        }
    }

    /** A reader that reads one word on dark pictures and another on bright ones, with a confidence. */
    private record WordReader() implements TextReader {
        @Override
        public List<TextLine> read(Image image) {
            boolean dark = (image.rgb()[0] & 255) < 128;
            return List.of(new TextLine(dark ? "HELP" : "MOON", new Box(0, 0, 9, 9), dark ? 0.9f : 0.3f));
        }

        @Override
        public Fingerprint fingerprint() {
            return Fingerprint.program("words", "1");
        }
    }

    @Test
    void ocrComparesWhatIsReadWithWhatIsAskedFor() throws Exception {
        Image dark = Image.of(2, 2, new byte[12]);
        byte[] white = new byte[12];
        Arrays.fill(white, (byte) 255);
        Image bright = Image.of(2, 2, white);
        var rules = new OcrRules(OcrRules.Formula.NEW, true, true, 3, true, 0.5);
        var config = new RewardsConfig(Map.of(), Orders.BOTH, Transport.AUTO, rules, GenEvalWorth.SOFT, 0.02, false);
        try (Rewards rewards = open(config, "ocr", engines(new ReaderAnswerer(WordReader::new)))) {
            var prompt = new Prompt("\"HELP\"", "d", Map.of("ocr", 1.0));
            assertThat(judged(rewards, prompt, dark, bright)).containsExactly(1, 0);
        }
        // The confidences of the journal count: MOON is too unsure to be read.
        try (Rewards rewards = open(config, "ocr", engines(new ReaderAnswerer(WordReader::new)))) {
            var prompt = new Prompt("\"MOON\"", "d", Map.of("ocr", 1.0));
            assertThat(judged(rewards, prompt, dark, bright)).containsExactly(0, 0);
            assertThat(rewards.tally().cached()).isEqualTo(2);
        }
    }
}
