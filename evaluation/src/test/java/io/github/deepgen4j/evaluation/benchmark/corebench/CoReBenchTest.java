// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.corebench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.PictureFolder;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CoReBenchTest {
    private static final CoReBench BENCHMARK = CoReBench.VERSIONS.getFirst();
    private static final List<CoReBenchItem> ITEMS = List.of(
            new CoReBenchItem("C-MI-001", Dimension.C_MI, "cats", List.of("Is there a cat?", "Is there a dog?")),
            new CoReBenchItem("R-RR-090", Dimension.R_RR, "a ruin", List.of("Is it whole?")));

    @TempDir
    private Path pictures;

    @TempDir
    private Path results;

    private Scores score(Options options, MockJudge judge) throws IOException {
        for (CoReBenchItem item : ITEMS) {
            Files.createDirectories(pictures.resolve(item.group()));
            for (Artifact artifact : BENCHMARK.artifacts(item)) {
                MockJudge.draw(pictures.resolve(artifact.file()));
            }
        }
        return judge.score(BENCHMARK, ITEMS, options, pictures, results);
    }

    private static Options usual() {
        return Options.usual(BENCHMARK.info());
    }

    @Test
    void theLayoutIsTheOfficialOne() {
        JsonNode layout = Golden.json("eval/layout.json").get("corebench");
        JsonNode example = layout.get("example");
        var item = new CoReBenchItem(example.get("id").asString(), Dimension.C_MI, "x", List.of("y"));
        String file = BENCHMARK.artifacts(item).get(example.get("n").asInt()).file();
        assertThat("logs/" + example.get("model").asString() + "/" + file)
                .isEqualTo(example.get("path").asString());
    }

    @Test
    void picturesOfAnyNumberAreFoundByTheirId() throws IOException {
        Files.createDirectories(pictures.resolve("C-MI"));
        for (String name : List.of(
                "C-MI-001-0.png", "C-MI-001-7.PNG", "C-MI-001-0.png.bak", "C-MI-0010-1.png", "C-MI-002-0.png")) {
            MockJudge.draw(pictures.resolve("C-MI").resolve(name));
        }
        assertThat(BENCHMARK.find(ITEMS.getFirst(), new PictureFolder(pictures)))
                .extracting(Drawn::sample)
                .containsExactly("0", "7");
    }

    @Test
    void judgesAreAskedInTheirOwnWay() {
        JsonNode roles = Golden.json("eval/corebench.json").get("results").get("qwen_roles");
        var drawn = new Drawn("0", new Picture.InFile("x.png", pictures.resolve("x.png")));
        var qwen = (Chat) BENCHMARK
                .tasks(ITEMS.getFirst(), drawn, usual().withJudge("qwen"))
                .getFirst()
                .question();
        assertThat(qwen.system().isPresent())
                .isEqualTo(roles.get(0).get("role").asString().equals("system"));
        assertThat(qwen.parts())
                .extracting(part -> part instanceof Part.Text ? "text" : "image")
                .containsExactlyElementsOf(roles.get(1)
                        .get("parts")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList());
        assertThat(qwen.parameters().maxTokens()).containsExactly(512, 2048, 8192);
        var gemini = (Chat)
                BENCHMARK.tasks(ITEMS.getFirst(), drawn, usual()).getFirst().question();
        assertThat(gemini.system()).isEmpty();
        assertThat(gemini.parts()).hasSize(2);
        assertThat(gemini.attempts()).isEqualTo(3);
    }

    @Test
    void blanksDoNotCountAndEmptyRepliesAreAskedForAgain() throws IOException {
        var judge = new MockJudge((picture, text, attempt) -> {
            if (picture.startsWith("R-RR")) {
                return picture.endsWith("-0.png") ? "I cannot assist with that request" : "";
            }
            return text.endsWith("Is there a cat?\"")
                    ? "Yes"
                    : attempt == 0 ? "" : picture.contains("-3") ? "maybe" : "no";
        });
        Scores scores = score(usual(), judge);
        assertThat(judge.calls()).isEqualTo(4 + 8 + 1 + 9);
        assertThat(scores.counts().failed()).containsEntry("refused", 1).containsEntry("unreadable", 3);
        // three images with 1 of 2, one with 1 of 1; the other dimension has no image
        assertThat(scores.headline().orElseThrow().value()).isEqualTo(100 * 2.5 / 4, within(1e-9));
        assertThat(scores.headline().orElseThrow().partial()).isEqualTo("4 of 8");
        assertThat(scores.notes()).containsExactly("1 answers are neither yes nor no and do not count");
    }

    @Test
    void qwenLosesCapitalsInOfficialModeOnly() throws IOException {
        var judge = new MockJudge((_, _, _) -> "Yes");
        Options qwen = usual().withJudge("qwen");
        assertThat(score(qwen, judge).headline()).isEmpty();
        assertThat(score(qwen.withMode(Mode.FIXED), judge)
                        .headline()
                        .orElseThrow()
                        .value())
                .isEqualTo(100, within(1e-9));
    }
}
