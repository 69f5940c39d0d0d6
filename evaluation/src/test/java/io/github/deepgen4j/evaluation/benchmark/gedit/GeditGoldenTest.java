// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.gedit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.benchmark.gedit.GeditTable.Row;
import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.testing.Golden;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** VIEScore and the statistics of GEdit-Bench, run on canned replies. */
class GeditGoldenTest {
    private static final JsonNode GOLDEN = Golden.json("eval/gedit.json");
    private static final int GUESS = 99;

    private int guesses;

    @Test
    void repliesAreReadAsByVieScore() {
        for (JsonNode one : GOLDEN.get("parse")) {
            String reply = one.get("reply").asString();
            requireSame(one, VieReply.parse(reply), one.get("first_round").get("value"));
            requireSame(
                    one,
                    VieReply.parseLater(reply, () -> GUESS),
                    one.get("later_round").get("value"));
        }
    }

    private static void requireSame(JsonNode one, Optional<Object> found, JsonNode expected) {
        if (expected.isBoolean()) {
            assertThat(found).as("%s", one).isEmpty();
        } else {
            JsonNode value = new JsonMapper().valueToTree(found.orElse(null));
            assertThat(value.toString()).as("%s", one).isEqualTo(expected.toString());
        }
    }

    /** Rounds as in the original: both questions are asked again until both replies have a value. */
    @Test
    void roundsEndAsInTheOriginal() {
        for (JsonNode run : GOLDEN.get("runs")) {
            Optional<Object> semantics = Optional.empty();
            Optional<Object> quality = Optional.empty();
            int calls = 0;
            guesses = 0;
            for (int round = 0; semantics.isEmpty() || quality.isEmpty(); round++) {
                semantics = value(run.get("SC"), round);
                quality = value(run.get("PQ"), round);
                calls += 2;
            }
            assertThat(calls).as("%s", run).isEqualTo(run.get("calls").asInt());
            Optional<List<Double>> sc = semantics.flatMap(VieReply::scores);
            Optional<List<Double>> pq = quality.flatMap(VieReply::scores);
            JsonNode expected = run.get("result");
            if (expected.has("error")) {
                assertThat(sc.isPresent() && pq.isPresent()).as("%s", run).isFalse();
                continue;
            }
            double lowest = new GeditScore(sc.orElseThrow(), false).lowest();
            double looks = new GeditScore(pq.orElseThrow(), false).lowest();
            if (guesses > 0) {
                continue; // the fixture's random numbers are not ours
            }
            assertThat(List.of(lowest, looks, GeditScore.overall(lowest, looks).orElseThrow()))
                    .as("%s", run)
                    .isEqualTo(expected.get("value")
                            .valueStream()
                            .map(JsonNode::doubleValue)
                            .toList());
        }
    }

    private Optional<Object> value(JsonNode replies, int round) {
        String reply = replies.get(Math.min(round, replies.size() - 1)).asString();
        return round == 0 ? VieReply.parse(reply) : VieReply.parseLater(reply, () -> ++guesses);
    }

    @Test
    void groupsAndMeansAreTheOfficialOnes() {
        assertThat(GOLDEN.get("groups").valueStream().map(JsonNode::asString).toList())
                .isEqualTo(GeditTable.GROUPS);
        Map<String, ToDoubleFunction<Row>> measures =
                Map.of("semantics", Row::semantics, "quality", Row::quality, "overall", Row::overall);
        GOLDEN.get("statistics").forEachEntry((language, tables) -> {
            GeditTable full = GeditTable.of(rows(language), GeditTable.GROUPS);
            measures.forEach((name, measure) -> {
                requireSame(full, measure, "avg_" + name, tables.get(name));
                requireSame(full.intersection(), measure, "avg_" + name, tables.get(name + "_intersection"));
            });
        });
    }

    private static void requireSame(GeditTable table, ToDoubleFunction<Row> measure, String mean, JsonNode expected) {
        for (String group : GeditTable.GROUPS) {
            double value = table.mean(group, measure);
            if (expected.get(group).isString()) {
                assertThat(value).as(group).isNaN();
            } else {
                assertThat(value).as(group).isCloseTo(expected.get(group).doubleValue(), within(1e-9));
            }
        }
        OptionalDouble all = table.mean(measure);
        if (expected.get(mean).isString()) {
            assertThat(all).isEmpty();
        } else {
            assertThat(all.orElseThrow()).isCloseTo(expected.get(mean).doubleValue(), within(1e-9));
        }
    }

    private static List<Row> rows(String language) {
        List<Row> rows = new ArrayList<>();
        GOLDEN.get("rows")
                .forEachEntry((group, some) -> some.forEach(row -> {
                    if (row.get("instruction_language").asString().equals(language)) {
                        double semantics = row.get("sementics_score").doubleValue();
                        double quality = row.get("quality_score").doubleValue();
                        rows.add(new Row(
                                group,
                                semantics,
                                quality,
                                GeditScore.overall(semantics, quality).orElseThrow(),
                                row.get("intersection_exist").asBoolean()));
                    }
                }));
        return rows;
    }

    @Test
    void textsAreTheOfficialOnes() {
        for (JsonNode prompt : Golden.json("eval/judge_prompts.json").get("prompts")) {
            if (prompt.get("benchmark").asString().equals("GEdit")) {
                JsonNode instruction = prompt.get("item").get("instruction");
                String text = instruction == null
                        ? VieQuestion.qualityText()
                        : VieQuestion.semanticsText(instruction.asString());
                assertThat(Digest.sha256(text.getBytes(StandardCharsets.UTF_8)))
                        .isEqualTo(prompt.get("sha256").asString());
            }
        }
    }
}
