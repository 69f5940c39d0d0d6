// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.unigenbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.run.MockJudge;
import io.github.deepgen4j.evaluation.run.Scores;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.Question.Chat;
import io.github.deepgen4j.evaluation.task.Question.Part;
import io.github.deepgen4j.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class UniGenBenchTest {
    private static final UniGenBench OFFICIAL = UniGenBench.VERSIONS.getFirst();
    private static final UniGenBench RL = UniGenBench.VERSIONS.get(1);

    /** Style; attribute and style. */
    private static final List<UniGenBenchItem> ITEMS = List.of(
            new UniGenBenchItem(3, "an ink boat", List.of(new TestPoint("Style", "ink")), false),
            new UniGenBenchItem(
                    509,
                    " three boats ",
                    List.of(new TestPoint("Attribute - Quantity", "three"), new TestPoint("Style", "photo")),
                    true));

    @TempDir
    private Path pictures;

    @TempDir
    private Path results;

    @BeforeEach
    void draw() {
        for (UniGenBench version : UniGenBench.VERSIONS) {
            for (UniGenBenchItem item : ITEMS) {
                for (Artifact artifact : version.artifacts(item)) {
                    MockJudge.draw(pictures.resolve(artifact.file()));
                }
            }
        }
    }

    private static String reply(String analysis, String score) {
        return "<description><analysis>%s</analysis><score>%s</score></description>".formatted(analysis, score);
    }

    private Scores score(UniGenBench version, MockJudge judge) {
        return judge.score(version, ITEMS, Options.usual(version.info()), pictures, results);
    }

    @Test
    void theLayoutIsTheOfficialOne() {
        JsonNode layout = Golden.json("eval/layout.json");
        for (String name : List.of("unigenbench", "unigenbench_rl")) {
            JsonNode example = layout.get(name).get("example");
            UniGenBench version = name.endsWith("rl") ? RL : OFFICIAL;
            var item = new UniGenBenchItem(
                    example.get("index").asInt(), "x", ITEMS.getFirst().points(), false);
            assertThat(version.artifacts(item).get(example.get("n").asInt()).file())
                    .isEqualTo(example.get("path").asString());
        }
    }

    @Test
    void fourSamplesHaveSeedsOfTheirOwn() {
        assertThat(OFFICIAL.plan(ITEMS.getLast(), OFFICIAL.protocol()))
                .extracting(request -> request.seed() + " " + request.prompt())
                .containsExactly(
                        "509042 three boats", "509043 three boats", "509044 three boats", "509045 three boats");
    }

    @Test
    void textAndPictureStandInTheOrderOfEachJudge() {
        var drawn = new Drawn("0", new Picture.InFile("3_0.png", pictures.resolve("3_0.png")));
        Options usual = Options.usual(OFFICIAL.info());
        var gemini =
                (Chat) OFFICIAL.tasks(ITEMS.getFirst(), drawn, usual).getFirst().question();
        assertThat(gemini.parts().getFirst()).isInstanceOf(Part.Text.class);
        assertThat(gemini.attempts()).isEqualTo(11);
        assertThat(gemini.parameters().temperature()).isEmpty();
        var vllm = (Chat) OFFICIAL.tasks(ITEMS.getFirst(), drawn, usual.withJudge("qwen"))
                .getFirst()
                .question();
        assertThat(vllm.parts().getFirst()).isInstanceOf(Part.Shown.class);
        assertThat(vllm.parameters().extra()).containsEntry("do_sample", false);
        assertThat(((Chat) RL.tasks(ITEMS.getFirst(), drawn, usual).getFirst().question()).attempts())
                .isEqualTo(1);
    }

    @Test
    void unreadableRepliesAreAskedForAgainAndThenLeftOut() {
        var judge = new MockJudge((picture, _, attempt) -> switch (picture) {
            case "3_0.png" -> attempt < 10 ? "no tags" : reply("['x']", "[1]");
            case "3_1.png" -> "no tags";
            case "3_2.png" -> "refuse";
            case "3_3.png" -> "I'm sorry, I can't help with that.";
            case "509_0.png" -> reply("['x', 'y']", "[1, 0]");
            case "509_1.png" -> reply("['x', 'y']", "[True, False]");
            case "509_2.png" -> "unreachable";
            default -> "<html><body>502 Bad Gateway</body></html>";
        });
        Scores scores = score(OFFICIAL, judge);
        assertThat(judge.calls()).isEqualTo(11 + 11 + 1 + 1 + 1 + 1 + 1 + 11);
        assertThat(scores.counts().failed())
                .containsEntry("unreadable", 2)
                .containsEntry("refused", 2)
                .containsEntry("unreachable", 1);
        // Style 1 of 1 and 0 of 1, Attribute 1 of 1; the truth values are left out
        assertThat(scores.headline().orElseThrow().value()).isEqualTo(75, within(1e-9));
        assertThat(scores.headline().orElseThrow().partial()).isEqualTo("3 of 8");
        assertThat(scores.notes())
                .anyMatch(note -> note.contains("row 509"))
                .anyMatch(note -> note.contains("1 images"));
    }

    @Test
    void theScorerOfReinforcementLearningTakesUnreadableRepliesForWrong() {
        var judge = new MockJudge(
                (picture, _, _) -> picture.startsWith("3.") ? "no tags" : reply("['only one']", "[True, 0.0]"));
        Scores scores = score(RL, judge);
        assertThat(judge.calls()).isEqualTo(8);
        assertThat(scores.counts().failed()).isEmpty();
        assertThat(scores.headline().orElseThrow().value()).isEqualTo(100 * 4 / 12.0, within(1e-9));
    }

    @Test
    void aSecondRunAsksOnlyForWhatFailed() throws IOException {
        score(OFFICIAL, new MockJudge((picture, _, _) -> picture.equals("3_0.png") ? "unreachable" : answer(picture)));
        var second = new MockJudge((picture, _, _) -> answer(picture));
        Scores scores = score(OFFICIAL, second);
        assertThat(second.calls()).isEqualTo(1);
        assertThat(scores.counts().complete()).isTrue();
        assertThat(scores.headline().orElseThrow().value()).isEqualTo(100, within(1e-9));
        String first = Files.readString(results.resolve("scores.json"));
        score(OFFICIAL, second);
        assertThat(Files.readString(results.resolve("scores.json"))).isEqualTo(first);
    }

    private static String answer(String picture) {
        return picture.startsWith("3_") ? reply("['x']", "[1]") : reply("['x', 'y']", "[1, 1]");
    }
}
