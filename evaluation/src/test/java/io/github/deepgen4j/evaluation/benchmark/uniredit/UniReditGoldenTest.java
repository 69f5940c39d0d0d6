// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.uniredit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.benchmark.rise.FinalScore;
import io.github.deepgen4j.evaluation.benchmark.uniredit.UniReditTable.Row;
import io.github.deepgen4j.evaluation.benchmark.uniredit.UniReditTable.Scored;
import io.github.deepgen4j.testing.Golden;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The scorer of UniREditBench, run on canned replies. */
class UniReditGoldenTest {
    private static final JsonNode GOLDEN = Golden.json("eval/uniredit.json");

    @Test
    void scoresAreFoundAsByTheOfficialScript() {
        for (JsonNode one : GOLDEN.get("extract")) {
            List<Double> expected = one.get("numbers").isNull()
                    ? List.of()
                    : one.get("numbers")
                            .valueStream()
                            .map(JsonNode::doubleValue)
                            .toList();
            assertThat(FinalScore.numbers(one.get("reply").asString()))
                    .as("%s", one)
                    .isEqualTo(expected);
        }
    }

    @Test
    void itemsAndTableAreTheOfficialOnes() {
        List<Scored> scored = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Map<String, JsonNode> perItem = new HashMap<>();
        GOLDEN.get("per_item").forEach(one -> perItem.put(one.get("key").asString(), one));
        for (JsonNode item : GOLDEN.get("items")) {
            String name = item.get("name").asString();
            names.add(name);
            JsonNode expected = perItem.get(name + "#" + item.get("idx").asString());
            List<Double> first = new ArrayList<>();
            for (JsonNode score : item.get("_s")) {
                FinalScore.numbers(reply(score)).stream().limit(1).forEach(first::add);
            }
            if (item.has("_miss") || first.size() < 3) {
                assertThat(expected.get("score").isString()).as("%s", item).isTrue();
                continue;
            }
            var grades = new UniReditRules(first.get(0), first.get(1), first.get(2));
            assertThat(grades.score()).isCloseTo(expected.get("score").doubleValue(), within(1e-9));
            assertThat(grades.complete()).isEqualTo(expected.get("complete").doubleValue() == 1);
            scored.add(new Scored(name, grades));
        }
        Map<String, Row> table = UniReditTable.of(names, scored);
        List<String> rows = new ArrayList<>();
        GOLDEN.get("table").forEachEntry((name, row) -> {
            rows.add(name);
            requireSame(name, table.get(name).score(), row.get("score"));
            requireSame(name, table.get(name).percent(), row.get("percent"));
            requireSame(name, table.get(name).accuracy(), row.get("accuracy"));
        });
        assertThat(table).containsOnlyKeys(rows);
    }

    /** As the fixtures' notes say. */
    private static String reply(JsonNode score) {
        return switch (score.asString()) {
            case "bad" -> "Reason.";
            case "raise" -> "";
            case String number -> "Reason.\n\n**Final Score:** **" + number + "**";
        };
    }

    private static void requireSame(String what, double found, JsonNode expected) {
        if (expected.isString()) {
            assertThat(found).as(what).isNaN();
        } else {
            assertThat(found).as(what).isCloseTo(expected.doubleValue(), within(1e-9));
        }
    }

    @Test
    void sumsOfTextsAreThePublishedOnes() {
        for (JsonNode prompt : Golden.json("eval/judge_prompts.json").get("prompts")) {
            if (prompt.get("benchmark").asString().equals("UniREdit")) {
                assertThat(UniReditTexts.SUMS.get(prompt.get("part").asString().split(" ")[0]))
                        .isEqualTo(prompt.get("sha256").asString());
                prompt.get("item")
                        .forEachEntry((field, value) ->
                                assertThat(UniReditTexts.EXAMPLE.get(field)).isEqualTo(value.asString()));
            }
        }
    }

    /** The row of GPT-4o in the published table, whose dimensions have 2, 2, 3, 2 and 1, 3, 2, 3 sub-categories. */
    @Test
    void scenariosAreMeansOfTheirSubCategories() {
        double[] real = {82.67, 82.67, 84.75, 84.75, 79.81, 79.81, 79.81, 77.40, 77.40};
        double[] game = {77.73, 51.44, 51.44, 51.44, 67.61, 67.61, 63.79, 63.79, 63.79};
        String[] games = {
            "3D Reconstruction",
            "Tic-tac-toe",
            "Sudoku",
            "Word Search",
            "Jewel2",
            "Space Invader",
            "Maze",
            "Pacman",
            "Sokoban"
        };
        Map<String, Double> percents = new LinkedHashMap<>();
        for (int i = 0; i < 9; i++) {
            percents.put("real " + i, real[i]);
            percents.put(games[i], game[i]);
        }
        Map<String, Double> scenarios = UniReditTable.scenarios(percents);
        assertThat(scenarios.get("real")).isCloseTo(81.01, within(0.005));
        assertThat(scenarios.get("game")).isCloseTo(62.07, within(0.005));
        percents.remove("Maze");
        assertThat(UniReditTable.scenarios(percents)).isEmpty();
    }

    @Test
    void anItemIsWorthItsWeightedGrades() {
        var grades = new UniReditRules(4, 5, 3);
        assertThat(grades.score()).isCloseTo(4.3, within(1e-9));
        assertThat(UniReditRules.percent(grades.score())).isCloseTo(82.5, within(1e-9));
    }
}
