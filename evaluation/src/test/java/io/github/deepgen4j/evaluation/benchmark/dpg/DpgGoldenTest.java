// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.dpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.testing.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The official scorer of DPG-Bench, run on canned answers. */
class DpgGoldenTest {
    private static final JsonNode GOLDEN = Golden.json("eval/dpg.json");
    private static final Offset<Double> CLOSE = within(1e-9);

    private static List<DpgQuestion> table() {
        List<DpgQuestion> table = new ArrayList<>();
        for (JsonNode row : GOLDEN.get("csv_rows")) {
            table.add(new DpgQuestion(
                    "row " + table.size(),
                    row.get("item_id").asString(),
                    row.get("proposition_id").asInt(),
                    Arrays.stream(row.get("dependency").asString().split(","))
                            .map(String::strip)
                            .map(Integer::valueOf)
                            .filter(parent -> parent != 0)
                            .toList(),
                    row.get("tuple").asString(),
                    row.get("question").asString()));
        }
        return table;
    }

    @Test
    void theTableIsReadAsTheScriptDoes() {
        Map<String, List<DpgQuestion>> items = DpgQuestions.official(table());
        assertThat(items.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        GOLDEN.get("parsed_questions").propertyNames());
        for (Map.Entry<String, JsonNode> item : GOLDEN.get("parsed_questions").properties()) {
            List<DpgQuestion> questions = items.get(item.getKey());
            assertThat(questions)
                    .extracting(question -> String.valueOf(question.id()))
                    .containsExactlyElementsOf(
                            item.getValue().get("qid2question").propertyNames());
            for (DpgQuestion question : questions) {
                String id = String.valueOf(question.id());
                assertThat(question.text())
                        .isEqualTo(item.getValue().get("qid2question").get(id).asString());
                assertThat(question.tuple())
                        .isEqualTo(item.getValue().get("qid2tuple").get(id).asString());
                assertThat(question.parents())
                        .isEqualTo(item.getValue()
                                .get("qid2dependency")
                                .get(id)
                                .valueStream()
                                .map(JsonNode::asInt)
                                .filter(parent -> parent != 0)
                                .toList());
            }
        }
    }

    @Test
    void everyRunAddsUpAsInTheOfficialRun() {
        for (Map.Entry<String, JsonNode> run : GOLDEN.get("results").properties()) {
            int tiles = Integer.parseInt(run.getKey().substring("pic_num_".length()));
            JsonNode expected = run.getValue();
            List<String> failed = new ArrayList<>();
            List<Double> scores = new ArrayList<>();
            List<CropScore> last = new ArrayList<>();
            for (JsonNode file : GOLDEN.get("image_files")) {
                String name = file.asString();
                Optional<List<CropScore>> crops = crops(name.split("\\.", 2)[0], tiles);
                if (crops.isEmpty()) {
                    failed.add(name);
                    continue;
                }
                JsonNode image = expected.get("per_image").get(name);
                double sum = 0;
                for (int i = 0; i < tiles; i++) {
                    assertThat(crops.get().get(i).score())
                            .as("%s of %s", i, name)
                            .isCloseTo(image.get("crops").get(i).doubleValue(), CLOSE);
                    sum += crops.get().get(i).score();
                }
                assertThat(sum / tiles).isCloseTo(image.get("score").doubleValue(), CLOSE);
                scores.add(sum / tiles);
                last.add(crops.get().getLast());
            }
            assertThat(failed)
                    .containsExactlyInAnyOrderElementsOf(expected.get("failed")
                            .valueStream()
                            .map(JsonNode::asString)
                            .toList());
            assertThat(scores).hasSize(expected.get("items_scored").asInt());
            assertThat(100
                            * scores.stream()
                                    .mapToDouble(Double::doubleValue)
                                    .average()
                                    .orElseThrow())
                    .isCloseTo(expected.get("mean_percent").doubleValue(), CLOSE);
            assertShares(CategoryShares.full(last), expected.get("level2"));
            assertShares(CategoryShares.top(last), expected.get("level1"));
        }
    }

    private static void assertShares(CategoryShares actual, JsonNode expected) {
        assertThat(actual.shares().keySet()).containsExactlyInAnyOrderElementsOf(expected.propertyNames());
        actual.shares()
                .forEach((name, share) -> assertThat(100 * share.value())
                        .as(name)
                        .isCloseTo(expected.get(name).doubleValue(), CLOSE));
    }

    /** The item's first tiles; empty if the script cannot score it. */
    private static Optional<List<CropScore>> crops(String item, int tiles) {
        List<DpgQuestion> questions = DpgQuestions.official(table()).get(item);
        if (questions == null) {
            return Optional.empty();
        }
        List<Optional<CropScore>> crops = Stream.iterate(0, tile -> tile + 1)
                .limit(tiles)
                .map(tile -> CropScore.official(questions, answers(item, tile)))
                .toList();
        return crops.stream().allMatch(Optional::isPresent)
                ? Optional.of(crops.stream().map(Optional::orElseThrow).toList())
                : Optional.empty();
    }

    /** One letter for each row of the item in the table that the script reads. */
    private static Map<Integer, Boolean> answers(String item, int tile) {
        String letters = GOLDEN.get("answers").get(item).get(tile).asString();
        List<DpgQuestion> asked = DpgQuestions.official(table()).get(item);
        Map<Integer, Boolean> yes = new HashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            int place = letters.length() == asked.size() ? i : rows(item).indexOf(asked.get(i));
            yes.put(asked.get(i).id(), CropScore.isYes(word(letters.charAt(place))));
        }
        return yes;
    }

    private static List<DpgQuestion> rows(String item) {
        return table().stream().filter(row -> row.item().equals(item)).toList();
    }

    private static String word(char letter) {
        return switch (letter) {
            case 'y' -> "yes";
            case 'n' -> "no";
            case 'Y' -> "Yes";
            default -> "";
        };
    }
}
