// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.data.JsonRow;
import io.github.deepgen4j.evaluation.engine.BasicColour;
import io.github.deepgen4j.evaluation.engine.Box;
import io.github.deepgen4j.evaluation.engine.Detection;
import io.github.deepgen4j.evaluation.engine.Silhouette;
import io.github.deepgen4j.evaluation.task.Reply.Seen;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.testing.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The official scorer of GenEval and the reward service of DeepGen, run on canned detections. */
class GenEvalGoldenTest {
    private static final JsonNode GOLDEN = Golden.json("eval/geneval.json");
    private static final Offset<Double> CLOSE = within(1e-9);

    private static GenEvalItem item(JsonNode metadata) {
        Set<String> classes = new LinkedHashSet<>();
        for (String field : List.of("include", "exclude")) {
            metadata.path(field)
                    .forEach(clause -> classes.add(clause.get("class").asString()));
        }
        return GenEvalData.items(List.of(new JsonRow("fixture", Json.read(metadata.toString()))), List.copyOf(classes))
                .getFirst();
    }

    private static List<Seen> seen(JsonNode scored) {
        List<Seen> seen = new ArrayList<>();
        for (Map.Entry<String, JsonNode> of : scored.get("detections").properties()) {
            JsonNode probabilities = scored.path("clip").path(of.getKey());
            for (int i = 0; i < of.getValue().size(); i++) {
                String colour = probabilities.size() > i ? likeliest(probabilities.get(i)) : "";
                seen.add(seen(of.getKey(), of.getValue().get(i), colour));
            }
        }
        return seen;
    }

    private static Seen seen(String label, JsonNode box, String colour) {
        float score = box.size() > 4 ? box.get(4).floatValue() : 1;
        return new Seen(
                label,
                box.get(0).floatValue(),
                box.get(1).floatValue(),
                box.get(2).floatValue(),
                box.get(3).floatValue(),
                score,
                colour);
    }

    private static String likeliest(JsonNode probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.size(); i++) {
            best = probabilities.get(i).doubleValue() > probabilities.get(best).doubleValue() ? i : best;
        }
        return GOLDEN.get("colours").get(best).asString();
    }

    private static KeptObjects kept(JsonNode scored) {
        return KeptObjects.of(seen(scored), item(scored.get("metadata")).tag());
    }

    @Test
    void verdictsAndReasonsAreTheScorers() {
        for (JsonNode scored : GOLDEN.get("cases")) {
            Fulfilment verdict = Fulfilment.of(item(scored.get("metadata")), kept(scored));
            assertThat(verdict.correct())
                    .as("%s", scored)
                    .isEqualTo(scored.get("correct").booleanValue());
            assertThat(sorted(String.join("\n", verdict.reasons())))
                    .as("%s", scored)
                    .isEqualTo(sorted(scored.get("reason").asString()));
        }
    }

    /** Two relations of a reason come from a set and stand in any order. */
    private static String sorted(String reason) {
        String[] words = reason.replace("left of", "left_of")
                .replace("right of", "right_of")
                .split("(?= )");
        Arrays.sort(words);
        return String.join("", words);
    }

    @Test
    void keptBoxesAreTheScorers() {
        for (JsonNode scored : GOLDEN.get("cases")) {
            assertKept(kept(scored), scored.get("kept"));
        }
    }

    @Test
    void overlapsAreSuppressedOnlyWhenAsked() {
        JsonNode golden = GOLDEN.get("overlap_suppression");
        GenEvalItem item = item(golden.get("metadata"));
        for (JsonNode result : golden.get("results")) {
            KeptObjects kept = KeptObjects.of(
                    seen(golden), item.tag(), result.get("max_overlap").doubleValue());
            assertKept(kept, result.get("kept"));
            assertThat(Fulfilment.of(item, kept).correct())
                    .isEqualTo(result.get("correct").booleanValue());
        }
        for (JsonNode pair : GOLDEN.get("iou")) {
            assertThat(KeptObjects.overlap(seen("a", pair.get("a"), ""), seen("b", pair.get("b"), "")))
                    .isCloseTo(pair.get("iou").doubleValue(), CLOSE);
        }
    }

    /** Equally sure boxes stand in any order. */
    private static void assertKept(KeptObjects actual, JsonNode expected) {
        assertThat(actual.byClass().entrySet().stream()
                        .filter(entry -> !entry.getValue().isEmpty())
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrderElementsOf(expected.propertyNames());
        for (Map.Entry<String, JsonNode> of : expected.properties()) {
            List<String> boxes = new ArrayList<>();
            of.getValue().forEach(box -> boxes.add(text(seen(of.getKey(), box, ""))));
            assertThat(actual.of(of.getKey()).stream().map(GenEvalGoldenTest::text))
                    .containsExactlyInAnyOrderElementsOf(boxes);
            assertThat(actual.of(of.getKey())).isSortedAccordingTo((a, b) -> Float.compare(b.score(), a.score()));
        }
    }

    private static String text(Seen box) {
        return String.format(
                Locale.ROOT, "%s %s %s %s %s", box.left(), box.top(), box.right(), box.bottom(), box.score());
    }

    @Test
    void relationsAreTheScorers() {
        for (JsonNode pair : GOLDEN.get("relations")) {
            Set<String> expected = new TreeSet<>();
            pair.get("relations").forEach(relation -> expected.add(relation.asString()));
            assertThat(new TreeSet<>(Relations.of(seen("a", pair.get("a"), ""), seen("b", pair.get("b"), ""))))
                    .as("%s", pair)
                    .isEqualTo(expected);
        }
    }

    @Test
    void rewardsAreTheServices() {
        Map<String, JsonNode> cases = new HashMap<>();
        GOLDEN.get("cases").forEach(scored -> cases.put(scored.get("name").asString(), scored));
        for (JsonNode expected : GOLDEN.get("rl_reward_service")) {
            JsonNode scored = cases.get(expected.get("name").asString());
            Reward reward = Reward.of(item(scored.get("metadata")), kept(scored));
            assertThat(reward.soft())
                    .as("%s", scored)
                    .isCloseTo(expected.get("score").doubleValue(), CLOSE);
            assertThat(reward.strict() ? 1.0 : 0.0)
                    .as("%s", scored)
                    .isEqualTo(expected.get("strict").doubleValue());
            assertThat(Fulfilment.of(item(scored.get("metadata")), kept(scored)).correct() ? 1.0 : 0.0)
                    .isEqualTo(expected.get("correct").doubleValue());
        }
    }

    @Test
    void theSummaryIsTheScripts() {
        JsonNode summary = GOLDEN.get("summary");
        Map<String, GenEvalItem> items = new LinkedHashMap<>();
        GOLDEN.get("cases").forEach(scored -> items.put(scored.get("name").asString(), item(scored.get("metadata"))));
        List<TaskScores.Scored> pictures = new ArrayList<>();
        summary.get("rows")
                .forEach(row -> pictures.add(new TaskScores.Scored(
                        items.get(row.get("case").asString()),
                        row.get("correct").booleanValue() ? 1 : 0)));
        TaskScores scores = TaskScores.of(pictures);
        assertThat(scores.prompts().all()).isEqualTo(summary.get("prompts").asInt());
        assertThat(scores.images().value())
                .isCloseTo(summary.get("image_accuracy").doubleValue(), CLOSE);
        assertThat(scores.prompts().value())
                .isCloseTo(summary.get("prompt_accuracy").doubleValue(), CLOSE);
        assertThat(scores.overall()).isCloseTo(summary.get("overall").doubleValue(), CLOSE);
        assertThat(scores.tasks().keySet().stream().map(Tag::word))
                .containsExactlyInAnyOrderElementsOf(summary.get("task_scores").propertyNames());
        scores.tasks()
                .forEach((tag, share) -> assertThat(share.value())
                        .isCloseTo(summary.get("task_scores").get(tag.word()).doubleValue(), CLOSE));
    }

    @Test
    void thresholdsAreTheScorers() {
        JsonNode golden = GOLDEN.get("thresholds");
        assertThat(KeptObjects.threshold(Tag.COLORS))
                .isEqualTo(golden.get("THRESHOLD").doubleValue());
        assertThat(KeptObjects.threshold(Tag.COUNTING))
                .isEqualTo(golden.get("COUNTING_THRESHOLD").doubleValue());
        assertThat(KeptObjects.NO_SUPPRESSION)
                .isEqualTo(golden.get("NMS_THRESHOLD").doubleValue());
    }

    @Test
    void coloursAndTheirSentencesAreTheScorers() {
        assertThat(Arrays.stream(BasicColour.values()).map(BasicColour::word))
                .containsExactlyElementsOf(GOLDEN.get("colours")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList());
        List<String> expected = GOLDEN.get("colour_prompt_templates")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
        assertThat(ClipColours.sentences("{c}", "apple")).isEqualTo(expected);
    }

    @Test
    void cropsAreTheScorers() {
        JsonNode golden = GOLDEN.get("crop");
        var size = new Size(
                golden.get("image_width").asInt(), golden.get("image_height").asInt());
        Image image = Image.of(size.width(), size.height(), bytes(golden.get("rgb")));
        BitSet mask = new BitSet();
        for (int i = 0; i < golden.get("mask").size(); i++) {
            mask.set(i, golden.get("mask").get(i).asInt() != 0);
        }
        for (JsonNode crop : golden.get("crops")) {
            JsonNode box = crop.get("box");
            Image actual = ObjectCrop.of(
                    image,
                    new Detection(
                            new Box(
                                    box.get(0).floatValue(),
                                    box.get(1).floatValue(),
                                    box.get(2).floatValue(),
                                    box.get(3).floatValue()),
                            1,
                            crop.get("with_mask").booleanValue()
                                    ? Optional.of(new Silhouette(size, mask))
                                    : Optional.empty()));
            assertThat(actual.size())
                    .isEqualTo(new Size(
                            crop.get("width").asInt(), crop.get("height").asInt()));
            assertThat(actual.rgb()).as("%s", box).isEqualTo(bytes(crop.get("rgb")));
        }
    }

    private static byte[] bytes(JsonNode numbers) {
        byte[] bytes = new byte[numbers.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) numbers.get(i).asInt();
        }
        return bytes;
    }
}
