// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.uniredit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Outcome;
import io.github.deepgen4j.evaluation.benchmark.PictureFolder;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import io.github.deepgen4j.evaluation.benchmark.Task;
import io.github.deepgen4j.evaluation.benchmark.edit.EditRun;
import io.github.deepgen4j.evaluation.benchmark.rise.JudgeNumbers;
import io.github.deepgen4j.evaluation.run.Scores;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * On {@code testdata/edits/uniredit}: two items each of two sub-categories, sources in a zip, references in a folder.
 */
class UniReditTest {
    private static final Path DATA = Path.of("..", "testdata", "edits", "uniredit");
    private static final UniRedit BENCHMARK = new UniRedit(4);
    private static final Options USUAL = Options.usual(BENCHMARK.info());

    @TempDir
    private Path folder;

    private static List<UniReditItem> items() {
        return BENCHMARK.load(DATA, USUAL);
    }

    private EditRun<UniReditItem, JudgeNumbers> run(String name) {
        return new EditRun<>(BENCHMARK, items(), folder.resolve(name)).drawn();
    }

    @Test
    void promptsAreDrawnAndJudgedInTheirOwnWays() {
        List<UniReditItem> items = items();
        assertThat(items)
                .extracting(UniReditItem::id)
                .containsExactly("Maze#0", "Maze#1", "Viewpoint#2", "Viewpoint#3");
        assertThat(items)
                .extracting(item ->
                        BENCHMARK.plan(item, BENCHMARK.protocol()).getFirst().prompt())
                .containsExactly("Walls are black. Draw part 0.", " Draw part 1.", "Draw part 2.", "Draw part 3.");
        assertThat(items)
                .extracting(UniReditItem::told)
                .containsExactly(
                        "Walls are black.\n Draw part 0. ", " Draw part 1. ", " Draw part 2. ", " Draw part 3. ");
        assertThat(items).extracting(UniReditItem::effect).endsWith("Part 2 is drawn.", "");
        assertThat(BENCHMARK.artifacts(items.get(1))).extracting("file").containsExactly("Maze/1.png");
        assertThat(items.get(1).source().image().rgb()[0] & 255).isEqualTo(37);
        assertThat(items.get(1).reference().image().rgb()[0] & 255).isEqualTo(37 * 8 % 256);
    }

    @Test
    void otherDataIsRefused() throws IOException {
        assertThatThrownBy(() -> UniRedit.VERSIONS.getFirst().load(DATA, USUAL))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected 2700 items, found 4");
        String whole = Files.readString(DATA.resolve("data.json"));
        Files.copy(DATA.resolve("original_image.zip"), folder.resolve("original_image.zip"));
        refuse(whole, ": reference_image_path expected a picture in ");
        for (UniReditItem item : items()) {
            Path to = folder.resolve(item.reference().name());
            Files.createDirectories(to.getParent());
            Files.write(to, item.reference().bytes());
        }
        refuse(
                whole.replace("original_image/Maze/1.png", "original_image/Maze/9.png"),
                "found \"original_image/Maze/9");
        refuse(whole.replace("\"idx\": 1,", "\"idx\": 0,"), ": name and idx expected once in the data, found Maze#0");
        refuse(whole.replace("\"idx\": 1,", "\"idx\": 1.5,"), ": idx expected a whole number");
        refuse(whole.replace("\"instruction\": \" Draw part 2. \"", "\"instruction\": null"), "instruction expected");
        refuse(whole.replace("\"Walls are black.\"", "[1]"), ": rules expected a text");
        Files.write(folder.resolve("original_image.zip"), new byte[100]);
        refuse(whole, "original_image.zip: expected a zip archive");
    }

    private void refuse(String list, String reason) throws IOException {
        Files.writeString(folder.resolve("data.json"), list);
        assertThatThrownBy(() -> BENCHMARK.load(folder, USUAL))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aTruncatedSourceIsNamed() throws IOException {
        Path copy = folder.resolve("copy");
        for (String file : List.of("data.json", "original_image.zip")) {
            Files.createDirectories(copy);
            Files.copy(DATA.resolve(file), copy.resolve(file));
        }
        for (UniReditItem item : items()) {
            Path to = copy.resolve(item.reference().name());
            Files.createDirectories(to.getParent());
            byte[] whole = item.reference().bytes();
            Files.write(to, item.idx().equals("2") ? Arrays.copyOf(whole, 40) : whole);
        }
        List<UniReditItem> items = BENCHMARK.load(copy, USUAL);
        assertThatThrownBy(() -> items.get(2).reference().image())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("2.png");
        Scores scores = new EditRun<>(BENCHMARK, items, folder).drawn().score(USUAL, _ -> "Final Score: 5");
        assertThat(scores.counts().failed()).isEqualTo(Map.of("picture", 1));
        assertThat(scores.headline()).isEmpty();
    }

    @Test
    void threeQuestionsShowTheOfficialPictures() {
        run("a");
        UniReditItem item = items().getFirst();
        Drawn drawn = BENCHMARK
                .find(item, new PictureFolder(folder.resolve("a/pictures")))
                .getFirst();
        List<Task> tasks = BENCHMARK.tasks(item, drawn, USUAL);
        List<List<Picture>> shown =
                tasks.stream().map(task -> task.question().pictures()).toList();
        assertThat(shown)
                .containsExactly(
                        List.of(item.source(), drawn.picture()),
                        List.of(item.source(), item.reference(), drawn.picture()),
                        List.of(drawn.picture()));
        for (Task task : tasks) {
            var chat = (Question.Chat) task.question();
            assertThat(chat.parts().getFirst()).isInstanceOf(Question.Part.Text.class);
            assertThat(chat.parts().stream().skip(1).map(part -> ((Question.Part.Shown) part).format()))
                    .allMatch(format ->
                            format.fit() == 768 && format.detail().orElseThrow().equals("high"));
            assertThat(chat.parameters().temperature()).hasValue(0);
        }
        assertThat(EditRun.text((Question.Chat) tasks.get(1).question()))
                .contains("Walls are black.\n Draw part 0. ", "Part 0 is drawn.", "**Final Score:** **n**");
    }

    @Test
    void gradesMakeThePercentage() {
        Scores scores = run("a").score(
                        USUAL,
                        chat -> "Reason.\n\n**Final Score:** **"
                                + switch (chat.pictures().size()) {
                                    case 2 -> 4;
                                    case 3 -> 5;
                                    default -> 3;
                                }
                                + "**\n");
        assertThat(scores.headline().orElseThrow().value()).isCloseTo(82.5, within(1e-9));
        assertThat(scores.figures())
                .anyMatch(figure -> figure.group().equals("Class-Maze")
                        && figure.measure().equals("accuracy")
                        && figure.value() == 0
                        && figure.count() == 2);
    }

    @Test
    void itemsWithoutAllThreeGradesAreLeftOut() {
        for (Mode mode : Mode.values()) {
            Scores scores = run(mode.word())
                    .score(
                            USUAL.withMode(mode),
                            chat -> EditRun.text(chat).contains("part 1") ? "no idea" : "Final Score: 5");
            assertThat(scores.headline()).isEmpty();
            assertThat(scores.counts().failed()).isEqualTo(Map.of("unreadable", 2));
            assertThat(scores.figures())
                    .anyMatch(figure -> figure.group().equals("Overall")
                            && figure.measure().equals("percent")
                            && figure.value() == 100
                            && figure.count() == 3);
        }
        Scores refused = run("r").score(USUAL, _ -> "I cannot assist with this image.");
        assertThat(refused.counts().failed()).isEqualTo(Map.of("refused", 12));
        Scores silent = run("s").score(USUAL, _ -> null);
        assertThat(silent.counts().failed()).isEqualTo(Map.of("unreachable", 12));
    }

    @Test
    void theJournalGivesTheSameBytesAgain() throws IOException {
        var run = run("a");
        run.score(USUAL, chat -> EditRun.text(chat).length() % 2 == 0 ? "?" : "Final Scores: 4, 2");
        byte[] first = run.scores();
        assertThat(run.replayed(USUAL)).isEqualTo(first);
    }

    @Test
    void theOrderOfOutcomesDoesNotMatter() {
        List<Outcome<JudgeNumbers>> all = new ArrayList<>();
        for (UniReditItem item : items()) {
            for (String judge : List.of("judge1", "judge2", "judge3")) {
                all.add(Outcome.of(item.id(), "0", judge, new JudgeNumbers(List.of(1.0 + all.size() % 5))));
            }
        }
        List<Summary> summaries = new EditRun<>(BENCHMARK, items(), folder).shuffled(USUAL, all);
        assertThat(summaries.getFirst().contributions()).hasSize(4);
        assertThat(summaries.getLast().contributions()).hasSize(3);
    }

    @Test
    void aCheckoutOfAnotherVersionIsRefused() {
        assertThatThrownBy(() -> BENCHMARK.load(DATA, USUAL.withCheckout(folder)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("utils.py");
    }
}
