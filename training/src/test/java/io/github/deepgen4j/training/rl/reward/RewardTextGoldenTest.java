// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.answer.SimilarityScorer;
import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.engine.ImageTextSimilarity;
import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.testing.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Replies of judges and what they are worth, as the published code reads them. */
class RewardTextGoldenTest {
    private static final JsonNode TEXT = Golden.json("rl/reward_text.json");
    private static final double CLOSE = 1e-6;

    @Test
    void winRatesAreThePublishedOnes() {
        for (JsonNode group : TEXT.get("pairwise").get("groups")) {
            int images = group.get("n").intValue();
            List<WinRate.Pair> pairs = new ArrayList<>();
            for (int i = 0; i < group.get("replies").size(); i++) {
                JsonNode reply = group.get("replies").get(i);
                JsonNode request = group.get("requests").get(i);
                // As published: a failure and a reply without a verdict are ties.
                double points = Optional.of(reply)
                        .filter(JsonNode::isString)
                        .flatMap(text -> Winner.of(text.stringValue()))
                        .map(Winner::points)
                        .orElse(0.5);
                pairs.add(new WinRate.Pair(
                        request.get(0).intValue(), request.get(1).intValue(), OptionalDouble.of(points)));
            }
            assertClose(WinRate.of(images, pairs).values(), group.get("win_rate"));
        }
    }

    @Test
    void aFailureIsNoTie() { // B17
        for (JsonNode group : TEXT.get("pairwise").get("groups")) {
            int images = group.get("n").intValue();
            List<WinRate.Pair> pairs = new ArrayList<>();
            double[] won = new double[images];
            int[] compared = new int[images];
            for (int i = 0; i < group.get("replies").size(); i++) {
                JsonNode reply = group.get("replies").get(i);
                int first = group.get("requests").get(i).get(0).intValue();
                int second = group.get("requests").get(i).get(1).intValue();
                Optional<Winner> winner =
                        Optional.of(reply).filter(JsonNode::isString).flatMap(text -> Winner.of(text.stringValue()));
                pairs.add(new WinRate.Pair(
                        first,
                        second,
                        winner.map(one -> OptionalDouble.of(one.points())).orElse(OptionalDouble.empty())));
                winner.ifPresent(one -> {
                    won[first] += one.points();
                    won[second] += 1 - one.points();
                    compared[first]++;
                    compared[second]++;
                });
            }
            Worths worths = WinRate.of(images, pairs);
            for (int i = 0; i < images; i++) {
                assertThat(worths.failed()[i]).isEqualTo(images > 1 && compared[i] == 0);
                if (compared[i] > 0) {
                    assertThat(worths.values()[i]).isCloseTo(won[i] / compared[i], within(5e-4));
                }
            }
        }
    }

    @Test
    void aGroupOfWhichFewerThanHalfOfThePairsCountSaysTooLittle() {
        for (int failed = 0; failed <= 6; failed++) {
            List<WinRate.Pair> pairs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                for (int j = i + 1; j < 4; j++) {
                    pairs.add(new WinRate.Pair(
                            i, j, pairs.size() < failed ? OptionalDouble.empty() : OptionalDouble.of(1)));
                }
            }
            assertThat(WinRate.of(4, pairs).enough()).as("%d of 6", failed).isEqualTo(failed <= 3);
        }
    }

    @Test
    void marksAreThePublishedOnes() {
        JsonNode marks = TEXT.get("pointwise");
        List<Marks> read = marks.get("replies")
                .valueStream()
                .map(reply -> Marks.of(reply.stringValue()))
                .toList();
        assertClose(Marks.rewards(read), marks.get("reward"));
        for (String name : List.of("alignment", "style")) {
            double[] single = Marks.rewards(read.stream()
                    .map(one -> name.equals("style")
                            ? new Marks(one.style(), one.style())
                            : new Marks(one.alignment(), one.alignment()))
                    .toList());
            assertClose(single, marks.get(name));
        }
        assertClose(
                Marks.rewards(List.of(Marks.of("nothing"), Marks.of("Style Score (1-5): x"))),
                marks.get("none_has_alignment"));
    }

    @Test
    void sharesOfCharactersAreThePublishedOnes() {
        JsonNode judged = TEXT.get("ocr_vllm");
        // Published: 0 for a reply without a score; ours is a failure.
        assertScores(judged.get("replies"), judged.get("scores"), JudgeScores::jsonScore, 1);
    }

    @Test
    void finalScoresAreThePublishedOnes() {
        JsonNode judged = TEXT.get("sglang");
        assertScores(judged.get("replies"), judged.get("reward"), JudgeScores::finalScore, 1);
        assertScores(judged.get("replies"), judged.get("raw"), JudgeScores::finalScore, 5);
    }

    private static void assertScores(
            JsonNode replies, JsonNode expected, Function<String, Optional<Double>> reading, double scale) {
        for (int i = 0; i < replies.size(); i++) {
            JsonNode reply = replies.get(i);
            double score = reply.isString() ? reading.apply(reply.stringValue()).orElse(0.0) : 0;
            assertThat(scale * score)
                    .as(reply.toString())
                    .isCloseTo(expected.get(i).doubleValue(), within(CLOSE));
        }
    }

    @Test
    void theQuestionAboutCharactersIsThePublishedOne() {
        JsonNode request = TEXT.get("ocr_vllm").get("request_item");
        String system = RewardFactory.text("ocr-system.txt");
        assertThat(Digest.sha256().add(system).hex())
                .isEqualTo(request.get("system_prompt_sha256").stringValue());
    }

    @Test
    void pickScoresAreScaledAsPublished() {
        JsonNode pick = TEXT.get("pickscore");
        double factor = SimilarityScorer.pickScore(pick.get("logit_scale").doubleValue());
        for (int i = 0; i < pick.get("reward").size(); i++) {
            var encoder = new Embeddings(
                    unit(pick.get("image_features").get(i)),
                    unit(pick.get("text_features").get(i)));
            assertThat(new SimilarityScorer(encoder, factor).score(Image.of(1, 1, new byte[3]), "x", Optional.empty()))
                    .isCloseTo(pick.get("reward").get(i).doubleValue(), within(1e-5));
        }
    }

    private static float[] unit(JsonNode features) {
        double length = Math.sqrt(features.valueStream()
                .mapToDouble(one -> one.doubleValue() * one.doubleValue())
                .sum());
        float[] unit = new float[features.size()];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (features.get(i).doubleValue() / length);
        }
        return unit;
    }

    /** An encoder that has seen one picture and one text. */
    private record Embeddings(float[] image, float[] text) implements ImageTextSimilarity {
        @Override
        public float[] embed(Image seen) {
            return image;
        }

        @Override
        public float[] embed(String said) {
            return text;
        }

        @Override
        public Fingerprint fingerprint() {
            return Fingerprint.program("embeddings", "1");
        }
    }

    @Test
    void filesAreMeasuredAsPublished() {
        JsonNode jpeg = TEXT.get("jpeg");
        for (int i = 0; i < jpeg.get("bytes").size(); i++) {
            int bytes = jpeg.get("bytes").get(i).intValue();
            assertThat(ProgramReward.incompressibility(bytes))
                    .isCloseTo(jpeg.get("incompressibility").get(i).doubleValue(), within(CLOSE));
            assertThat(ProgramReward.compressibility(bytes))
                    .isCloseTo(jpeg.get("compressibility").get(i).doubleValue(), within(CLOSE));
        }
    }

    private static void assertClose(double[] values, JsonNode expected) {
        assertThat(values.length).isEqualTo(expected.size());
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isCloseTo(expected.get(i).doubleValue(), within(CLOSE));
        }
    }
}
