// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.corebench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.data.EmbeddedText;
import io.github.deepgen4j.evaluation.data.OfficialText;
import io.github.deepgen4j.testing.Golden;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The official script of T2I-CoReBench, run on canned replies. */
class CoReBenchGoldenTest {
    private static final JsonNode GOLDEN = Golden.json("eval/corebench.json");

    /** The judge's reply to a question in a round from 0; null where the call fails. */
    private interface Replies extends BiFunction<String, Integer, String> {}

    private static List<String> questions(String image) {
        String item = image.substring(0, image.lastIndexOf('-'));
        List<String> questions = new ArrayList<>();
        GOLDEN.get("data")
                .get(item)
                .get("Checklist")
                .forEach(question -> questions.add(question.get("question").asString()));
        return questions;
    }

    private static Replies plain() {
        return (key, _) -> {
            String image = key.substring(0, key.indexOf('|'));
            int number = questions(image).indexOf(key.substring(key.indexOf('|') + 1));
            return GOLDEN.get("answers").get(image).get(number).asString();
        };
    }

    private static Replies recorded(JsonNode replies) {
        return (key, round) -> {
            JsonNode rounds = replies.get(key);
            JsonNode reply = rounds.get(Math.min(round, rounds.size() - 1));
            return reply.isNull() || reply.asString().equals("raise") ? null : reply.asString();
        };
    }

    @Test
    void everyPathScoresAsTheScriptDoes() {
        JsonNode results = GOLDEN.get("results");
        assertRun(results.get("qwen_instruct"), Judge.QWEN, plain());
        assertRun(
                results.get("qwen_thinking"),
                Judge.QWEN_THINKING,
                recorded(results.get("qwen_thinking").get("replies")));
        assertRun(
                results.get("gemini"),
                Judge.GEMINI,
                recorded(results.get("gemini").get("replies")));
    }

    private static void assertRun(JsonNode expected, Judge judge, Replies replies) {
        List<Double> images = new ArrayList<>();
        int[] asked = new int[3];
        for (Map.Entry<String, JsonNode> image : expected.get("items").properties()) {
            Map<String, YesNo> answers = new LinkedHashMap<>();
            for (String question : questions(image.getKey())) {
                answers.put(question, ask(judge, replies, image.getKey() + "|" + question, asked));
            }
            assertAnswers(image, answers);
            OptionalDouble score = ImageScore.of(answers.values());
            JsonNode expectedScore = image.getValue().get("image_score");
            assertThat(score.isPresent()).as(image.getKey()).isEqualTo(expectedScore.isNumber());
            score.ifPresent(value -> {
                assertThat(value).as(image.getKey()).isEqualTo(expectedScore.asDouble(), within(1e-9));
                images.add(value);
            });
        }
        assertThat(images.stream().mapToDouble(score -> score).average().orElseThrow())
                .isEqualTo(expected.get("mean_score").asDouble(), within(1e-9));
        for (int round = 0; round < expected.path("rounds").size(); round++) {
            assertThat(asked[round])
                    .isEqualTo(expected.get("rounds").get(round).get("n").asInt());
        }
    }

    private static YesNo ask(Judge judge, Replies replies, String key, int[] asked) {
        String answer = "";
        for (int round = 0; round < asked.length && answer.isEmpty(); round++) {
            asked[round]++;
            String reply = replies.apply(key, round);
            answer = reply == null ? "" : judge.answer(reply);
        }
        return YesNo.official(answer);
    }

    private static void assertAnswers(Map.Entry<String, JsonNode> image, Map<String, YesNo> answers) {
        List<YesNo> expected = new ArrayList<>();
        image.getValue()
                .get("scores")
                .forEach(score ->
                        expected.add(!score.isNumber() ? YesNo.BLANK : score.asInt() == 1 ? YesNo.YES : YesNo.NO));
        assertThat(answers.values()).as(image.getKey()).containsExactlyElementsOf(expected);
    }

    @Test
    void anEditedQuestionIsAskedAgainAndBlanksToo() {
        JsonNode before = GOLDEN.get("results").get("qwen_instruct").get("items");
        JsonNode run = GOLDEN.get("results").get("qwen_update_after_edit");
        String changed = run.get("changed_question").asString();
        String edited = changed.substring(0, changed.indexOf(" -> "));
        int asked = 0;
        for (Map.Entry<String, JsonNode> image : before.properties()) {
            List<String> questions = questions(image.getKey());
            for (int i = 0; i < questions.size(); i++) {
                boolean answered = image.getValue().get("scores").get(i).isNumber();
                asked += answered && !questions.get(i).equals(edited) ? 0 : 1;
            }
        }
        assertThat(asked).isEqualTo(run.get("rounds").get(0).get("n").asInt());
    }

    @Test
    void inFixedModeNoCaseIsLost() {
        for (String yes : List.of("Yes", "YES.", "yes", "\"Yes\"")) {
            assertThat(YesNo.fixed(yes)).isEqualTo(YesNo.YES);
        }
        assertThat(YesNo.official("Yes")).isEqualTo(YesNo.BLANK);
        assertThat(YesNo.fixed("No")).isEqualTo(YesNo.NO);
        assertThat(YesNo.fixed("yesterday")).isEqualTo(YesNo.BLANK);
    }

    @Test
    void theJudgeIsToldThePublishedTexts() {
        for (JsonNode prompt : Golden.json("eval/judge_prompts.json").get("prompts")) {
            if (prompt.get("benchmark").asString().equals("T2I-CoReBench")) {
                JsonNode item = prompt.get("item");
                String text = item.has("question")
                        ? new CoReBenchItem(
                                        "C-MI-001",
                                        Dimension.C_MI,
                                        item.get("Prompt").asString(),
                                        List.of(item.get("question").asString()))
                                .question(0)
                        : EmbeddedText.read(CoReBenchItem.class, "question.txt");
                assertThat(OfficialText.sha256(text))
                        .isEqualTo(prompt.get("sha256").asString());
            }
        }
    }
}
