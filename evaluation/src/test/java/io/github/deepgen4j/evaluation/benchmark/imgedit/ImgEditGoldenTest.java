// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.imgedit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.testing.Golden;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The two steps of ImgEdit-Bench's scorer, run on canned replies. */
class ImgEditGoldenTest {
    private static final JsonNode GOLDEN = Golden.json("eval/imgedit.json");

    @Test
    void repliesAreReadAsByTheFirstStep() {
        for (JsonNode one : GOLDEN.get("parse")) {
            RatedLines lines = RatedLines.of(one.get("reply").asString());
            JsonNode expected = one.get("average");
            if (expected.has("error")) {
                assertThat(lines.unreadable()).as("%s", one).isPresent();
                assertThat(lines.average()).isEmpty();
            } else if (expected.get("value").isNull()) {
                assertThat(lines.average()).as("%s", one).isEmpty();
            } else {
                assertThat(lines.average())
                        .as("%s", one)
                        .contains(expected.get("value").doubleValue());
            }
        }
    }

    @Test
    void averagesAndTypeScoresAreTheOfficialOnes() {
        Map<String, Double> averages = new HashMap<>();
        GOLDEN.get("replies")
                .forEachEntry((key, reply) ->
                        RatedLines.of(reply.asString()).average().ifPresent(average -> averages.put(key, average)));
        Map<String, Double> expected = new HashMap<>();
        GOLDEN.get("averages").forEachEntry((key, average) -> expected.put(key, average.doubleValue()));
        assertThat(averages).isEqualTo(expected);

        Map<EditType, List<Double>> byType = new EnumMap<>(EditType.class);
        GOLDEN.get("items").forEachEntry((key, item) -> {
            if (averages.containsKey(key)) {
                byType.computeIfAbsent(EditType.of(item.get("edit_type").asString()), _ -> new ArrayList<>())
                        .add(averages.get(key));
            }
        });
        Map<String, Double> scores = new HashMap<>();
        byType.forEach((type, some) -> scores.put(type.word(), TypeScores.of(some)));
        Map<String, Double> wanted = new HashMap<>();
        GOLDEN.get("type_scores").forEachEntry((type, score) -> wanted.put(type, score.doubleValue()));
        assertThat(scores).isEqualTo(wanted);
    }

    @Test
    void meansAreRoundedAsByPython() {
        for (JsonNode one : GOLDEN.get("rounding")) {
            assertThat(TypeScores.of(one.get("values")
                            .valueStream()
                            .map(JsonNode::doubleValue)
                            .toList()))
                    .as("%s", one)
                    .isEqualTo(one.get("average").doubleValue());
        }
    }

    @Test
    void sumsOfTextsAreThePublishedOnes() {
        for (JsonNode prompt : Golden.json("eval/judge_prompts.json").get("prompts")) {
            if (prompt.get("benchmark").asString().equals("ImgEdit")) {
                JsonNode item = prompt.get("item");
                assertThat(item.get("prompt").asString()).isEqualTo(Rubrics.EXAMPLE);
                assertThat(Rubrics.sum(EditType.of(item.get("edit_type").asString())))
                        .isEqualTo(prompt.get("sha256").asString());
            }
        }
    }

    /** The row of BAGEL in the leaderboard. */
    @Test
    void theHeadlineIsTheMeanOfTypes() {
        double[] bagel = {3.81, 3.59, 1.58, 3.85, 3.16, 3.39, 4.51, 2.67, 4.25};
        Map<EditType, Double> types = new EnumMap<>(EditType.class);
        for (EditType type : EditType.values()) {
            types.put(type, bagel[type.ordinal()]);
        }
        assertThat(TypeScores.headline(types).orElseThrow()).isCloseTo(3.42, within(0.005));
        types.remove(EditType.COMPOSE);
        assertThat(TypeScores.headline(types)).isEmpty();
    }
}
