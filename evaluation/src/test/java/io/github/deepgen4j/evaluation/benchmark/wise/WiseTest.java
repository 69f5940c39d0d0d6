// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.wise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.run.MockJudge;
import io.github.deepgen4j.evaluation.run.Scores;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.Question.Chat;
import io.github.deepgen4j.testing.Golden;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class WiseTest {
    private static final Wise LEGACY = Wise.VERSIONS.getFirst();
    private static final Wise VERIFIED = Wise.VERSIONS.getLast();
    private static final List<WiseItem> ITEMS = List.of(
            new WiseItem(1, Category.CULTURE, "a fruit", "a tomato"),
            new WiseItem(2, Category.CULTURE, "a tower", "in Paris"),
            new WiseItem(1000, Category.CHEMISTRY, "iron after rain", "rust"));

    @TempDir
    private Path pictures;

    @TempDir
    private Path results;

    private Scores score(Wise version, Mode mode, MockJudge judge) {
        for (WiseItem item : ITEMS) {
            for (Artifact artifact : version.artifacts(item)) {
                MockJudge.draw(pictures.resolve(artifact.file()));
            }
        }
        return judge.score(version, ITEMS, Options.usual(version.info()).withMode(mode), pictures, results);
    }

    @Test
    void theLayoutIsTheOfficialOne() {
        JsonNode example = Golden.json("eval/layout.json").get("wise").get("example");
        var item = new WiseItem(example.get("prompt_id").asInt(), Category.TIME, "x", "y");
        assertThat(LEGACY.artifacts(item).getFirst().file())
                .isEqualTo(example.get("path").asString());
    }

    @Test
    void requestsAreThoseOfTheScripts() {
        JsonNode golden = Golden.json("eval/wise.json");
        for (Wise version : Wise.VERSIONS) {
            boolean legacy = version == LEGACY;
            JsonNode request = legacy
                    ? golden.get("legacy_request")
                    : golden.get("verified_request").get("body");
            var drawn = new Drawn("0", new Picture.InFile("1.png", pictures.resolve("1.png")));
            var chat = (Chat) version.tasks(ITEMS.getFirst(), drawn, Options.usual(version.info()))
                    .getFirst()
                    .question();
            assertThat(chat.parameters().temperature().orElseThrow())
                    .isEqualTo(request.get("temperature").asDouble());
            assertThat(chat.parameters().maxTokens())
                    .containsExactly(request.get("max_tokens").asInt());
            assertThat(chat.parameters().extra().isEmpty()).isEqualTo(legacy);
            assertThat(chat.system()).isPresent();
        }
    }

    @Test
    void unreadableRepliesAreAskedForThreeTimesInAll() {
        var judge = new MockJudge((picture, _, attempt) -> switch (picture) {
            case "1.png" -> attempt < 2 ? "Consistency: 2" : "Consistency: 2\nRealism: 2\nAesthetic Quality: 2";
            case "2.png" -> "refuse";
            default -> "**Consistency:** 2\n**Realism:** 2\n**Aesthetic Quality:** 2";
        });
        Scores scores = score(LEGACY, Mode.OFFICIAL, judge);
        assertThat(judge.calls()).isEqualTo(3 + 1 + 3);
        assertThat(scores.counts().failed()).containsEntry("refused", 1).containsEntry("unreadable", 1);
        assertThat(scores.headline().orElseThrow().value()).isEqualTo(1, within(1e-9));
        assertThat(scores.notes())
                .anyMatch(note -> note.startsWith("prompt=own"))
                .anyMatch(note -> note.contains("1,000"));
    }

    @Test
    void categoriesWeighAsManyAsTheirItems() {
        var judge = new MockJudge((picture, _, _) -> picture.startsWith("1000") ? "Score: 1" : "Score: 0");
        Scores scores = score(VERIFIED, Mode.OFFICIAL, judge);
        assertThat(scores.headline().orElseThrow().value()).isEqualTo(0.12 / 0.52, within(1e-9));
        assertThat(scores.weights()).containsEntry("culture", 0.4).containsEntry("chemistry", 0.12);
    }

    @Test
    void aScoreBeyondItsScaleCountsInOfficialModeOnly() {
        var judge = new MockJudge((_, _, _) -> "Consistency: 7\nRealism: 1\nAesthetic Quality: 1");
        assertThat(score(LEGACY, Mode.OFFICIAL, judge).headline().orElseThrow().value())
                .isEqualTo(new Scales(7, 1, 1).wiScore(), within(1e-9));
        assertThat(score(LEGACY, Mode.FIXED, judge).counts().failed()).containsEntry("unreadable", 3);
    }
}
