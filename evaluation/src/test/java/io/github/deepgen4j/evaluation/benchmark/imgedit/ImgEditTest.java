// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.imgedit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Outcome;
import io.github.deepgen4j.evaluation.benchmark.PictureFolder;
import io.github.deepgen4j.evaluation.benchmark.SampleRequest;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import io.github.deepgen4j.evaluation.benchmark.Task;
import io.github.deepgen4j.evaluation.benchmark.edit.EditRun;
import io.github.deepgen4j.evaluation.run.Scores;
import io.github.deepgen4j.evaluation.task.PictureFormat;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On {@code testdata/edits/imgedit}: an item of each of the nine types. */
class ImgEditTest {
    private static final Path DATA = Path.of("..", "testdata", "edits", "imgedit");
    private static final ImgEdit BENCHMARK = new ImgEdit(9);
    private static final Options USUAL = Options.usual(BENCHMARK.info());

    @TempDir
    private Path folder;

    private static List<ImgEditItem> items() {
        return BENCHMARK.load(DATA, USUAL);
    }

    private EditRun<ImgEditItem, ImgEditScore> run(String name) {
        return new EditRun<>(BENCHMARK, items(), folder.resolve(name)).drawn();
    }

    @Test
    void itemsAreThoseOfTheFile() {
        assertThat(items()).extracting(ImgEditItem::id).startsWith("2000", "2001");
        assertThat(items()).extracting(ImgEditItem::group).containsExactlyElementsOf(EditType.words());
        SampleRequest request =
                BENCHMARK.plan(items().get(1), BENCHMARK.protocol()).getFirst();
        assertThat(request.prompt()).isEqualTo("Do style to the animal.");
        assertThat(request.seed()).isEqualTo(1042);
        assertThat(request.source().orElseThrow().image().width()).isEqualTo(12);
        assertThat(BENCHMARK.artifacts(items().get(1))).extracting("file").containsExactly("2001.png");
    }

    @Test
    void otherDataIsRefused() throws IOException {
        assertThatThrownBy(() -> ImgEdit.VERSIONS.getFirst().load(DATA, USUAL))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected 737 entries, found 9");
        String whole = Files.readString(DATA.resolve("basic_edit.json"));
        refuse(whole.replace("\"compose\"", "\"combine\""), ": edit_type expected one of extract, style");
        refuse(whole.replace("000000003.png", "000000033.png"), ": id expected a picture in ");
        refuse(whole.replace("animal/000000003.png", "../../secret.png"), ": id expected a name below the folder");
        refuse(whole.replace("\"2003\"", "\"2002\""), "2002");
        refuse(whole.replace("\" Do add to the animal. \"", "7"), ": prompt expected a text, found 7");
        refuse(whole.substring(0, whole.length() / 2), "basic_edit.json");
        refuse("[]", "expected an object");
    }

    private void refuse(String list, String reason) throws IOException {
        Files.writeString(folder.resolve("basic_edit.json"), list);
        Path animals = Files.createDirectories(folder.resolve("animal"));
        for (int i = 0; i < 9; i++) {
            Path picture = animals.resolve("00000000" + i + ".png");
            Files.write(picture, Files.readAllBytes(DATA.resolve("animal").resolve(picture.getFileName())));
        }
        assertThatThrownBy(() -> BENCHMARK.load(folder, USUAL))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("basic_edit.json");
    }

    @Test
    void aQuestionIsTextSourceAndResult() {
        run("a");
        ImgEditItem item = items().get(2);
        Drawn drawn = BENCHMARK
                .find(item, new PictureFolder(folder.resolve("a/pictures")))
                .getFirst();
        Task task = BENCHMARK.tasks(item, drawn, USUAL).getFirst();
        var chat = (Question.Chat) task.question();
        assertThat(EditRun.text(chat))
                .contains(item.prompt(), "Prompt Compliance: <number>", "Physical & Detail Coherence: <number>");
        assertThat(chat.parts().subList(1, 3))
                .containsExactly(
                        new Question.Part.Shown(item.source(), PictureFormat.raw("image/png")),
                        new Question.Part.Shown(drawn.picture(), PictureFormat.raw("image/png")));
        assertThat(chat.attempts()).isEqualTo(1);
        assertThat(chat.parameters().temperature()).isEmpty();
    }

    @Test
    void aCheckoutOfAnotherVersionIsRefused() throws IOException {
        assertThatThrownBy(() -> BENCHMARK.load(DATA, USUAL.withCheckout(folder.resolve("none"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("prompts.json");
        Path file = folder.resolve("Benchmark/Basic/prompts.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"replace\": \"Rate <edit_prompt>\"}");
        assertThatThrownBy(() -> BENCHMARK.load(DATA, USUAL.withCheckout(folder)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(file + ": ")
                .hasMessageContaining("expected the published text");
    }

    @Test
    void linesMakeTypesAndTheHeadline() {
        Scores scores =
                run("a").score(USUAL, _ -> "Brief reasoning: fine\nPrompt Compliance: 4\nVisual Naturalness: 3\nX: 3");
        assertThat(scores.headline().orElseThrow().value()).isCloseTo(3.33, within(1e-12));
        assertThat(scores.headline().orElseThrow().inferred()).isTrue();
        assertThat(scores.figures()).hasSize(9).allMatch(figure -> figure.value() == 3.33);
        assertThat(scores.notes()).anyMatch(note -> note.startsWith("prompt=own"));
    }

    @Test
    void repliesWithoutAScoreFail() {
        List<String> replies = List.of(
                "",
                "no scores",
                "<html>\n<body>502: Bad Gateway</body></html>",
                "A: 4.",
                "A: 4/5",
                "**A:** 4",
                "A: ²",
                "A: ²\nB: 2",
                "A: " + "9".repeat(5000),
                "A: " + "9".repeat(400),
                "5");
        for (int i = 0; i < replies.size(); i++) {
            String reply = replies.get(i);
            for (Mode mode : Mode.values()) {
                Scores scores = run(mode.word() + i).score(USUAL.withMode(mode), _ -> reply);
                assertThat(scores.headline()).as(reply).isEmpty();
                assertThat(scores.counts().failed()).as(reply).isEqualTo(Map.of("unreadable", 9));
            }
        }
        assertThat(run("r").score(USUAL, _ -> "I'm sorry, I can't assist with that request.")
                        .counts()
                        .failed())
                .isEqualTo(Map.of("refused", 9));
        assertThat(run("s").score(USUAL, _ -> null).counts().failed()).isEqualTo(Map.of("unreachable", 9));
    }

    @Test
    void oddRepliesAreReadAsByTheScript() {
        Map.of("A: ４\nB: 2", 3.0, "A: 10\nB: 0", 5.0, "Brief reasoning: 3\nA: 4", 3.5, "A: 1\rB: 2\u2028C: 2", 1.67)
                .forEach((reply, average) -> {
                    Scores scores = run(average.toString()).score(USUAL, _ -> reply);
                    assertThat(scores.headline().orElseThrow().value())
                            .as(reply)
                            .isCloseTo(average, within(1e-12));
                });
    }

    @Test
    void onlyTheFixedModeAsksAgain() {
        for (Mode mode : Mode.values()) {
            List<String> asked = Collections.synchronizedList(new ArrayList<>());
            run(mode.word()).score(USUAL.withMode(mode), chat -> {
                asked.add(EditRun.text(chat));
                return "no score";
            });
            assertThat(asked).hasSize(mode == Mode.OFFICIAL ? 9 : 27);
        }
    }

    @Test
    void theJournalGivesTheSameBytesAgain() throws IOException {
        var run = run("a");
        run.score(USUAL, chat -> EditRun.text(chat).length() % 3 == 0 ? "none" : "A: 4\nB: 3\nC: 3");
        byte[] first = run.scores();
        assertThat(run.replayed(USUAL)).isEqualTo(first);
    }

    @Test
    void theOrderOfOutcomesDoesNotMatter() {
        List<Outcome<ImgEditScore>> all = new ArrayList<>();
        items().forEach(item ->
                all.add(Outcome.of(item.id(), "0", "edit", new ImgEditScore(1 + 0.37 * item.index(), List.of(1.0)))));
        List<Summary> summaries = new EditRun<>(BENCHMARK, items(), folder).shuffled(USUAL, all);
        assertThat(summaries.getFirst().headline()).isPresent();
        assertThat(summaries.getLast().headline()).isEmpty();
        assertThat(summaries.getLast().notes()).contains("no headline: nothing was scored of extract");
    }
}
