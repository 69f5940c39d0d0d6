// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.rise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.benchmark.rise.RiseItem.Consistency;
import io.github.deepgen4j.evaluation.benchmark.rise.RiseRules.Grades;
import io.github.deepgen4j.evaluation.benchmark.rise.RiseTable.Row;
import io.github.deepgen4j.evaluation.benchmark.rise.RiseTable.Scored;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.testing.Golden;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The scorer of RISEBench, now and before commit ce8cba3, run on canned replies. */
class RiseGoldenTest {
    private static final JsonNode GOLDEN = Golden.json("eval/rise.json");

    @TempDir
    private Path folder;

    @Test
    void scoresAreFoundAsByTheOfficialScript() {
        for (JsonNode one : GOLDEN.get("extract")) {
            for (String version : List.of("new", "before_fix")) {
                Optional<List<BigInteger>> expected = one.get(version).isNull()
                        ? Optional.empty()
                        : Optional.of(one.get(version)
                                .valueStream()
                                .map(number -> BigInteger.valueOf(number.asLong()))
                                .toList());
                assertThat(FinalScore.all(one.get("reply").asString()))
                        .as("%s", one)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void scoresAndCompletionAreTheOfficialOnes() {
        for (JsonNode one : GOLDEN.get("score")) {
            RiseCategory category = RiseCategory.of(one.get("category").asString());
            Consistency consistency = switch (one.get("consistency_free").asString()) {
                case "absent" -> Consistency.JUDGED;
                case "NaN" -> Consistency.JUDGED_BESIDE_FREE;
                default -> Consistency.FREE;
            };
            var grades = new Grades(
                    number(one.get("consistency")), number(one.get("reasoning")), number(one.get("quality")));
            requireSame(one.toString(), RiseRules.score(category, consistency, grades), one.get("score"));
            assertThat(RiseRules.complete(category, consistency, grades, false))
                    .as("%s", one)
                    .isEqualTo(one.get("complete").asInt() == 1);
            assertThat(RiseRules.complete(category, consistency, grades, true))
                    .as("%s", one)
                    .isEqualTo(one.get("complete_before_fix").asInt() == 1);
        }
    }

    @Test
    void itemsAndTablesAreTheOfficialOnes() throws IOException {
        requireSame(GOLDEN.get("after_fix"), read(GOLDEN.get("items")), false);
        requireSame(GOLDEN.get("before_fix"), read(GOLDEN.get("items")), true);
        JsonNode judged = GOLDEN.get("items").deepCopy();
        List<RiseItem> items = read(without(judged, "consistency_free"));
        Map<String, JsonNode> expected = byIndex(GOLDEN.get("without_consistency_free_column"));
        for (RiseItem item : items) { // which replies the judges gave to the freed items is not in the fixture
            JsonNode one = expected.get(item.id());
            var grades = new Grades(
                    number(one.get("consistency")), number(one.get("reasoning")), number(one.get("quality")));
            requireSame(item.id(), RiseRules.score(item.category(), item.consistency(), grades), one.get("score"));
            assertThat(RiseRules.complete(item.category(), item.consistency(), grades, false))
                    .isEqualTo(one.get("complete").asInt() == 1);
        }
    }

    private void requireSame(JsonNode golden, List<RiseItem> items, boolean beforeFix) {
        Map<String, JsonNode> expected = byIndex(golden);
        Map<String, JsonNode> raw = new HashMap<>();
        GOLDEN.get("items").forEach(item -> raw.put(item.get("index").asString(), item));
        List<Scored> scored = new ArrayList<>();
        for (RiseItem item : items) {
            JsonNode scores = raw.get(item.id()).get("_s");
            Grades official = RiseRules.concatenated(
                            numbers(scores, 0), numbers(scores, 1).orElseThrow(), numbers(scores, 2))
                    .orElseThrow();
            Grades first = RiseRules.first(
                    item.logical(), numbers(scores, 0), numbers(scores, 1).orElseThrow(), numbers(scores, 2));
            assertThat(first).as(item.id()).isEqualTo(official);
            JsonNode one = expected.get(item.id());
            requireSame(item.id(), official.consistency(), one.get("consistency"));
            requireSame(item.id(), official.reasoning(), one.get("reasoning"));
            requireSame(item.id(), official.quality(), one.get("quality"));
            assertThat(official.read()).isEqualTo(one.get("parsed").asString().equals("succeed"));
            double score = RiseRules.score(item.category(), item.consistency(), official);
            boolean complete = RiseRules.complete(item.category(), item.consistency(), official, beforeFix);
            requireSame(item.id(), score, one.get("score"));
            assertThat(complete).as(item.id()).isEqualTo(one.get("complete").asInt() == 1);
            scored.add(new Scored(item.category(), item.subtask(), official, score, complete));
        }
        Map<String, Row> table = RiseTable.of(scored);
        List<String> rows = new ArrayList<>();
        golden.get("table").forEachEntry((name, row) -> {
            rows.add(name);
            requireSame(name, table.get(name).score(), row.get("score"));
            requireSame(name, table.get(name).percent(), row.get("percent"));
            requireSame(name, table.get(name).accuracy(), row.get("accuracy"));
        });
        assertThat(table.keySet()).containsExactlyElementsOf(rows);
    }

    private static Map<String, JsonNode> byIndex(JsonNode golden) {
        Map<String, JsonNode> items = new HashMap<>();
        golden.get("items").forEach(item -> items.put(item.get("index").asString(), item));
        return items;
    }

    /** The numbers of a judge: null where it is not called, "bad" where its reply has none. */
    private static Optional<List<Double>> numbers(JsonNode scores, int judge) {
        JsonNode score = scores.get(judge);
        if (score == null || score.isNull()) {
            return Optional.empty();
        }
        String reply = score.isString() ? "Reason." : "Reason.\n\n**Final Score:** **" + score.asString() + "**";
        return Optional.of(FinalScore.numbers(reply));
    }

    @Test
    void questionsTakeTheOfficialRoutes() throws IOException {
        requireRoutes(GOLDEN.get("after_fix").get("routing"), read(GOLDEN.get("items")));
        ArrayNode withColumn = (ArrayNode) GOLDEN.get("items").deepCopy();
        ((ObjectNode) withColumn.get(0)).put("reasoning_wo_ins", 1);
        requireRoutes(GOLDEN.get("with_reasoning_wo_ins_column").get("routing"), read(withColumn));
    }

    private static void requireRoutes(JsonNode routing, List<RiseItem> items) {
        for (RiseItem item : items) {
            List<String> expected = new ArrayList<>();
            for (JsonNode route : routing.get(item.id())) {
                expected.add(route.get("judge").asString() + " "
                        + route.get("prompt").get(0).asString() + " "
                        + route.get("images")
                                .valueStream()
                                .map(image -> image.asString().startsWith("data/")
                                        ? image.asString().substring("data/".length())
                                        : "drawn")
                                .toList());
            }
            Picture drawn = new Picture.Made("drawn", () -> Image.of(1, 1, new byte[3]));
            assertThat(RiseRoute.of(item, drawn).stream()
                            .map(route -> route.judge() + " " + route.prompt() + " "
                                    + route.pictures().stream()
                                            .map(Picture::name)
                                            .toList())
                            .toList())
                    .isEqualTo(expected);
        }
    }

    /** Items of the fixture in a file as published, with pictures of the names in it. */
    private List<RiseItem> read(JsonNode items) throws IOException {
        Image picture = Image.of(2, 2, new byte[12]);
        for (JsonNode item : items) {
            for (String field : List.of("image", "reference_img")) {
                if (item.has(field)) {
                    Path file = folder.resolve(item.get(field).asString());
                    Files.createDirectories(file.getParent());
                    picture.writePng(file);
                }
            }
        }
        Files.writeString(folder.resolve("list.json"), new JsonMapper().writeValueAsString(items));
        return RiseData.read(folder, List.of("list.json"), items.size());
    }

    private static JsonNode without(JsonNode items, String field) {
        items.forEach(item -> ((ObjectNode) item).remove(field));
        return items;
    }

    /** A logical reply with two integers is read as three numbers, by the script. */
    @Test
    void severalNumbersOfOneJudgeAreJoined() {
        assertThat(RiseRules.concatenated(Optional.of(List.of(1.0)), List.of(2.0, 1.0), Optional.empty()))
                .contains(new Grades(1, 2, 1));
        assertThat(RiseRules.concatenated(Optional.of(List.of(5.0)), List.of(4.0, 2.0), Optional.of(List.of(3.0))))
                .isEmpty();
        assertThat(RiseRules.first(true, Optional.of(List.of(1.0)), List.of(0.0, 1.0), Optional.empty()))
                .isEqualTo(new Grades(5, 1, Double.NaN));
    }

    @Test
    void sumsOfTextsAreThePublishedOnes() {
        for (JsonNode prompt : Golden.json("eval/judge_prompts.json").get("prompts")) {
            String name = prompt.get("part").asString().split(" ")[0];
            if (prompt.get("benchmark").asString().equals("RISE")) {
                assertThat(RiseTexts.sums().get(name))
                        .isEqualTo(prompt.get("sha256").asString());
                prompt.get("item")
                        .forEachEntry((field, value) ->
                                assertThat(RiseTexts.EXAMPLE.get(field)).isEqualTo(value.asString()));
            }
        }
    }

    private static double number(JsonNode value) {
        return value.isString() ? Double.NaN : value.doubleValue();
    }

    private static void requireSame(String what, double found, JsonNode expected) {
        if (expected.isString()) {
            assertThat(found).as(what).isNaN();
        } else {
            assertThat(found).as(what).isCloseTo(expected.doubleValue(), within(1e-9));
        }
    }
}
