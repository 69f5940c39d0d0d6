// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.unigenbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.data.OfficialText;
import io.github.deepgen4j.evaluation.data.PythonLiteral;
import io.github.deepgen4j.testing.Golden;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The official scorers of UniGenBench, run on canned replies. */
class UniGenBenchGoldenTest {
    private static final JsonNode GOLDEN = Golden.json("eval/unigenbench.json");

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void repliesAreReadAsTheScriptDoes() {
        int points = GOLDEN.get("parse").get("testpoints").size();
        for (JsonNode parse : GOLDEN.get("parse").get("cases")) {
            String reply = parse.get("reply").asString("");
            JsonNode value = parse.get("result").path("value");
            if (value.isArray()) {
                MarksReply read = MarksReply.read(reply);
                assertThat(read.official(points).read()).as(reply).isTrue();
                assertSame(read.analysis(), value.get(0), reply);
                assertSame(read.scores(), value.get(1), reply);
            } else {
                assertThatThrownBy(() -> MarksReply.read(reply).official(points))
                        .as(reply)
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    private static void assertSame(Object found, JsonNode expected, String reply) {
        switch (found) {
            case null -> assertThat(expected.isNull()).as(reply).isTrue();
            case Boolean truth -> assertThat(truth).as(reply).isEqualTo(expected.asBoolean());
            case Number number -> assertThat(number.doubleValue()).as(reply).isEqualTo(expected.asDouble());
            case String text -> assertThat(text).as(reply).isEqualTo(expected.asString());
            case PythonLiteral.Tuple tuple -> assertSame(tuple.items(), expected, reply);
            case List<?> list -> {
                assertThat(list).as(reply).hasSize(expected.size());
                for (int i = 0; i < list.size(); i++) {
                    assertSame(list.get(i), expected.get(i), reply);
                }
            }
            case Map<?, ?> map ->
                map.forEach((key, item) -> assertSame(item, expected.get(String.valueOf(key)), reply));
            default -> throw new AssertionError(reply + ": " + found);
        }
    }

    @Test
    void everyPipelineAddsUpAsInTheOfficialRun() {
        for (JsonNode pipeline : GOLDEN.get("pipeline")) {
            var tally = new Tally(Rules.OFFICIAL);
            for (JsonNode item : pipeline.get("items")) {
                List<String> labels = texts(item.get("sub"));
                for (int image = 0; image < 4; image++) {
                    JsonNode reply =
                            pipeline.get("replies").path(item.get("index").asString() + "_" + image);
                    if (reply.isString()) {
                        addIfRead(tally, labels, reply.asString());
                    }
                }
            }
            assertSummary(tally, pipeline.get("summary"));
        }
    }

    private static void addIfRead(Tally tally, List<String> labels, String reply) {
        try {
            tally.add(labels, MarksReply.read(reply).official(labels.size()));
        } catch (IllegalArgumentException e) {
            // retried and then left out
        }
    }

    @Test
    void storedRowsAddUpAsInTheOfficialRun() {
        var tally = new Tally(Rules.OFFICIAL);
        for (JsonNode row : GOLDEN.get("aggregate_from_rows").get("rows")) {
            if (row.get("testpoint").isArray() && row.path("score").isArray()) {
                Object scores = plain(row.get("score"));
                List<String> labels = texts(row.get("testpoint"));
                tally.add(labels, new MarksReply(labels, scores).official(labels.size()));
            }
        }
        assertSummary(tally, GOLDEN.get("aggregate_from_rows").get("result"));
    }

    private static Object plain(JsonNode node) {
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(item -> list.add(plain(item)));
            return list;
        }
        return node.isNull()
                ? null
                : node.isBoolean()
                        ? (Object) node.asBoolean()
                        : node.isIntegralNumber()
                                ? (Object) node.asLong()
                                : node.isNumber() ? node.asDouble() : node.asString();
    }

    private static void assertSummary(Tally tally, JsonNode summary) {
        assertShares(tally.primary(), summary.get("primary_dimensions"));
        assertShares(tally.labels(), summary.get("sub_dimensions"));
    }

    /** The script prints four decimals, and keeps a space at the end of some names. */
    private static void assertShares(Map<String, Share> found, JsonNode expected) {
        assertThat(found).hasSameSizeAs(expected.propertyNames());
        expected.properties().forEach(entry -> {
            Share share = found.get(entry.getKey().strip());
            assertThat(share.right())
                    .as(entry.getKey())
                    .isEqualTo(entry.getValue().get("correct").asInt());
            assertThat(share.points())
                    .as(entry.getKey())
                    .isEqualTo(entry.getValue().get("total").asInt());
            assertThat(new BigDecimal(share.accuracy())
                            .setScale(4, RoundingMode.HALF_EVEN)
                            .doubleValue())
                    .as(entry.getKey())
                    .isEqualTo(entry.getValue().get("accuracy").asDouble(), within(1e-9));
        });
    }

    @Test
    void theScorerOfReinforcementLearningReadsAsItsCodeDoes() {
        int points = GOLDEN.get("parse").get("testpoints").size();
        for (JsonNode parse : GOLDEN.get("rl").get("parse")) {
            String reply = parse.get("reply").asString("");
            Marks marks = rl(reply, points);
            assertThat(marks.read()).as(reply).isEqualTo(parse.get("success").asBoolean());
            JsonNode scores = parse.get("scores");
            for (int i = 0; i < marks.right().size(); i++) {
                JsonNode score = scores.isArray() ? scores.get(i) : null;
                if (score != null) {
                    boolean one = score.isNumber() && score.asDouble() == 1 || score.isBoolean() && score.asBoolean();
                    assertThat(marks.right().get(i)).as(reply).isEqualTo(one);
                }
            }
        }
    }

    private static Marks rl(String reply, int points) {
        try {
            return MarksReply.read(reply).rl(points);
        } catch (IllegalArgumentException e) {
            return Marks.unread(points);
        }
    }

    @Test
    void theScorerOfReinforcementLearningAddsUpAsItsCodeDoes() {
        JsonNode rl = GOLDEN.get("rl");
        var tally = new Tally(Rules.RL);
        rl.get("replies").properties().forEach(entry -> {
            String index = entry.getKey().substring(0, entry.getKey().indexOf('.'));
            List<String> labels = texts(rl.get("loaded").get(index));
            tally.add(labels, rl(entry.getValue().asString(), labels.size()));
        });
        JsonNode expected = rl.get("statistics");
        assertThat(tally.all().accuracy())
                .isEqualTo(expected.get("overall_accuracy").asDouble(), within(1e-9));
        assertThat(tally.all().points()).isEqualTo(expected.get("total_count").asInt());
        assertThat(tally.all().right()).isEqualTo(expected.get("total_correct").asInt());
        assertThat(tally.readShare()).isEqualTo(expected.get("success_rate").asDouble(), within(1e-9));
        assertExact(tally.primary(), expected.get("primary_dims"));
        assertExact(tally.labels(), expected.get("sub_dims"));
    }

    private static void assertExact(Map<String, Share> found, JsonNode expected) {
        Map<String, Double> accuracies = new HashMap<>();
        expected.properties()
                .forEach(entry -> accuracies.put(
                        entry.getKey(), entry.getValue().get("accuracy").asDouble()));
        assertThat(found.keySet()).isEqualTo(accuracies.keySet());
        found.forEach(
                (name, share) -> assertThat(share.accuracy()).as(name).isEqualTo(accuracies.get(name), within(1e-9)));
    }

    @Test
    void theJudgeIsToldThePublishedTexts() {
        for (JsonNode prompt : Golden.json("eval/judge_prompts.json").get("prompts")) {
            String benchmark = prompt.get("benchmark").asString();
            if (benchmark.startsWith("UniGenBench")) {
                JsonNode item = prompt.get("item");
                String code = item.has("prompt_zh") ? "zh" : "en";
                List<TestPoint> points = new ArrayList<>();
                for (int i = 0; i < item.get("sub").size(); i++) {
                    points.add(new TestPoint(
                            item.get("sub").get(i).asString(),
                            item.get("desc").get(i).asString()));
                }
                var built = JudgeTexts.of(benchmark.endsWith("RL") ? Rules.RL : Rules.OFFICIAL, code)
                        .of(new UniGenBenchItem(
                                item.get("index").asInt(),
                                item.get("prompt_" + code).asString(),
                                points,
                                false));
                assertThat(OfficialText.sha256(built))
                        .as(prompt.get("part").asString())
                        .isEqualTo(prompt.get("sha256").asString());
            }
        }
    }
}
