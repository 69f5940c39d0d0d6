// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.cvtg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.testing.Golden;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The published scorer of CVTG-2K, run on canned lines and features. */
class CvtgGoldenTest {
    private static final JsonNode GOLDEN = Golden.json("eval/cvtg.json");
    private static final Offset<Double> CLOSE = within(1e-9);
    /** The scorer computes features and heads in single precision. */
    private static final Offset<Double> SINGLE = within(1e-6);

    @Test
    void wordsAreTakenFromQuotations() {
        for (JsonNode one : GOLDEN.get("extract_words")) {
            assertThat(WordScore.asked(one.get("prompt").asString())).isEqualTo(texts(one.get("words")));
        }
        for (JsonNode one : GOLDEN.get("per_image")) {
            assertThat(WordScore.asked(one.get("prompt").asString())).isEqualTo(texts(one.get("words")));
        }
    }

    @Test
    void similaritiesAreTheScorers() {
        for (JsonNode one : GOLDEN.get("normalised_distance")) {
            assertThat(WordScore.similarity(
                            one.get("a").asString(), one.get("b").asString()))
                    .as("%s", one)
                    .isCloseTo(one.get("value").doubleValue(), CLOSE);
        }
    }

    @Test
    void theClosestWordIsDifflibs() {
        for (JsonNode one : GOLDEN.get("closest_match")) {
            assertThat(ClosestWord.of(one.get("word").asString(), texts(one.get("candidates"))))
                    .as("%s", one)
                    .isEqualTo(one.get("best").get(0).asString());
        }
    }

    @Test
    void imagesScoreAsInTheOfficialRun() {
        Map<String, ImageScore> scores = scores();
        for (JsonNode one : GOLDEN.get("per_image")) {
            WordScore words = scores.get(one.get("file").asString()).words();
            assertThat(words.total()).as("%s", one).isEqualTo(one.get("total").asInt());
            assertThat(words.correct())
                    .as("%s", one)
                    .isEqualTo(one.get("correct").asInt());
            List<Double> expected = new ArrayList<>();
            one.get("ned").forEach(value -> expected.add(value.doubleValue()));
            assertThat(words.similarities()).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(words.similarities().get(i)).as("%s", one).isCloseTo(expected.get(i), CLOSE);
            }
        }
    }

    @Test
    void areasAndTheWholeAddUpAsInTheOfficialRun() {
        Map<String, ImageScore> scores = scores();
        JsonNode result = GOLDEN.get("result");
        assertScore(AreaScore.of(scores.values()), result.get("overall_results"));
        for (JsonNode area : result.get("area_results")) {
            String folder = area.get("benchmark_type").asString() + "/"
                    + area.get("area").asInt() + "/";
            assertScore(
                    AreaScore.of(scores.entrySet().stream()
                            .filter(entry -> entry.getKey().startsWith(folder))
                            .map(Map.Entry::getValue)
                            .toList()),
                    area);
        }
    }

    private static void assertScore(AreaScore actual, JsonNode expected) {
        assertThat(actual.images()).isEqualTo(expected.get("total_images").asInt());
        assertThat(actual.words()).isEqualTo(expected.get("total_words").asInt());
        assertThat(actual.correct()).isEqualTo(expected.get("correct_words").asInt());
        assertThat(actual.accuracy()).isCloseTo(expected.get("word_accuracy").doubleValue(), CLOSE);
        assertThat(actual.similarity()).isCloseTo(expected.get("ned").doubleValue(), CLOSE);
        for (String head : List.of(ImageScore.CLIP, ImageScore.VQA, ImageScore.AESTHETIC)) {
            assertThat(actual.heads().get(head))
                    .as(head)
                    .isCloseTo(expected.get(head).doubleValue(), SINGLE);
        }
    }

    /** All pictures that have a prompt, by file. */
    private static Map<String, ImageScore> scores() {
        Map<String, JsonNode> features = new HashMap<>();
        GOLDEN.get("canned_features")
                .forEach(one -> features.put(one.get("file").asString(), one));
        Map<String, ImageScore> scores = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> image : GOLDEN.get("ocr_lines").properties()) {
            String file = image.getKey();
            int slash = file.lastIndexOf('/');
            JsonNode prompt = GOLDEN.get("prompts")
                    .get(file.substring(0, slash))
                    .path(file.substring(slash + 1, file.indexOf('.')));
            if (prompt.isString()) {
                scores.put(
                        file,
                        new ImageScore(
                                words(prompt.asString(), image.getValue()),
                                heads(prompt.asString(), features.get(file))));
            }
        }
        return scores;
    }

    private static WordScore words(String prompt, JsonNode pages) {
        List<String> asked = WordScore.asked(prompt);
        if (pages.isString()) {
            return WordScore.unreadable(asked);
        }
        List<String> lines = new ArrayList<>();
        pages.forEach(page -> lines.addAll(texts(page)));
        return WordScore.of(asked, lines);
    }

    private static Map<String, Double> heads(String prompt, JsonNode features) {
        double[] image = unit(features.get("clip_image"));
        double[] text = unit(GOLDEN.get("clip_text_features").get(ImageScore.caption(prompt)));
        double cosine = 0;
        for (int i = 0; i < image.length; i++) {
            cosine += image[i] * text[i];
        }
        JsonNode head = GOLDEN.get("aesthetic_head");
        return Map.of(
                ImageScore.CLIP, ImageScore.clip(cosine),
                ImageScore.VQA, features.get("vqa").doubleValue(),
                ImageScore.AESTHETIC,
                        ImageScore.aesthetic(
                                unit(features.get("openclip")),
                                numbers(head.get("weight")),
                                head.get("bias").doubleValue()));
    }

    private static double[] unit(JsonNode vector) {
        double[] numbers = numbers(vector);
        double length = 0;
        for (double number : numbers) {
            length += number * number;
        }
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] /= Math.sqrt(length);
        }
        return numbers;
    }

    private static double[] numbers(JsonNode array) {
        return array.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
    }

    private static List<String> texts(JsonNode array) {
        return array.isNull()
                ? List.of()
                : array.valueStream().map(JsonNode::asString).toList();
    }
}
