// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.wise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.testing.Golden;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The official scripts of WISE, run on canned replies. */
class WiseGoldenTest {
    private static final JsonNode GOLDEN = Golden.json("eval/wise.json");

    /** The items of the 1,000 that have a row in each recorded run. */
    private static final Map<String, IntPredicate> ROWS = Map.of(
            "one_missing", id -> id != 500,
            "culture_only", id -> id <= 400,
            "culture_incomplete", id -> id < 400,
            "no_file", _ -> false);

    @Test
    void legacyRepliesAreReadAsTheScriptDoes() {
        for (JsonNode parse : GOLDEN.get("legacy_parse")) {
            Map<String, Double> expected = new HashMap<>();
            parse.get("scores")
                    .properties()
                    .forEach(score ->
                            expected.put(score.getKey(), score.getValue().asDouble()));
            String reply = parse.get("reply").asString();
            assertThat(WiseReply.scales(reply)).as(reply).isEqualTo(expected);
            assertThat(WiseReply.legacy(reply).isPresent()).as(reply).isEqualTo(expected.size() == 3);
        }
    }

    @Test
    void verifiedRepliesAreReadAsTheScriptDoes() {
        for (JsonNode parse : GOLDEN.get("verified_parse")) {
            JsonNode score = parse.get("scores").path("score");
            String reply = parse.get("reply").asString();
            assertThat(WiseReply.verified(reply))
                    .as(reply)
                    .isEqualTo(score.isNumber() ? OptionalInt.of(score.asInt()) : OptionalInt.empty());
        }
    }

    @Test
    void theScoreIsWeighed() {
        for (JsonNode score : GOLDEN.get("wiscore")) {
            var scales = new Scales(
                    score.get("c").asDouble(),
                    score.get("r").asDouble(),
                    score.get("a").asDouble());
            assertThat(scales.wiScore()).isEqualTo(score.get("score").asDouble(), within(1e-9));
        }
    }

    @Test
    void runsAddUpAsInTheOfficialCalculators() {
        for (Edition edition : Edition.values()) {
            for (Map.Entry<String, JsonNode> run :
                    GOLDEN.get("aggregate").get(edition.word()).properties()) {
                WiseTally tally = tally(edition, run.getKey());
                JsonNode overall = run.getValue().get("overall");
                String what = edition + " " + run.getKey();
                assertThat(tally.overall().isPresent()).as(what).isEqualTo(overall.isNumber());
                tally.overall()
                        .ifPresent(value -> assertThat(value).as(what).isEqualTo(overall.asDouble(), within(1e-9)));
                run.getValue()
                        .get("categories")
                        .properties()
                        .forEach(category -> assertThat(tally.categories().get(Category.valueOf(category.getKey())))
                                .as(what)
                                .isEqualTo(category.getValue().asDouble(), within(1e-9)));
                run.getValue()
                        .get("counts")
                        .properties()
                        .forEach(count -> assertThat(tally.counts().get(Category.valueOf(count.getKey())))
                                .as(what)
                                .isEqualTo(count.getValue().asInt()));
            }
        }
    }

    /** By the formulas in {@code aggregate_input}. */
    private static WiseTally tally(Edition edition, String run) {
        var tally = new WiseTally(edition);
        boolean odd = run.equals("odd_rows");
        for (int id = 1; id <= 1000; id++) {
            if (ROWS.getOrDefault(run, _ -> true).test(id)) {
                boolean unreadable = odd && id == 10;
                tally.add(id, unreadable ? OptionalDouble.empty() : OptionalDouble.of(score(edition, id)));
            }
        }
        if (odd) { // a duplicate, which our journal refuses and the script counts
            tally.add(1, OptionalDouble.of(score(edition, 1)));
        }
        return tally;
    }

    private static double score(Edition edition, int id) {
        return edition == Edition.VERIFIED
                ? (id * 7 + id / 6) % 5 > 1 ? 1 : 0
                : new Scales((id * 7 + id / 9) % 3, (id * 5 + id / 4) % 3, (id / 3) % 3).wiScore();
    }

    @Test
    void thoughtsAreNoAnswer() {
        assertThat(WiseReply.withoutThoughts("<think>Score: 0</think>Score: 1")).isEqualTo("Score: 1");
        assertThat(WiseReply.withoutThoughts("Score: 1 perhaps</think>\n\nScore: 0 "))
                .isEqualTo("Score: 0");
    }
}
