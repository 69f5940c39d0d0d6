// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.gedit;

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
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On {@code testdata/edits/gedit}: eleven groups of two rows. */
class GeditTest {
    private static final Path DATA = Path.of("..", "testdata", "edits", "gedit");
    private static final Gedit BENCHMARK = new Gedit(22);
    private static final Options USUAL = Options.usual(BENCHMARK.info());

    @TempDir
    private Path folder;

    private static List<GeditItem> items() {
        return BENCHMARK.load(DATA.resolve("parquet"), USUAL);
    }

    private EditRun<GeditItem, GeditScore> run() {
        return new EditRun<>(BENCHMARK, items(), folder).drawn();
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "arrow", "arrow/data-00000-of-00001.arrow"})
    void bothLanguagesAreReadFromBothFormats(String data) {
        List<GeditItem> english = BENCHMARK.load(DATA.resolve(data), USUAL);
        List<GeditItem> chinese = BENCHMARK.load(DATA.resolve(data), USUAL.withLanguage("cn"));
        assertThat(english).extracting(GeditItem::group).containsExactlyElementsOf(GeditTable.GROUPS);
        assertThat(english).extracting(GeditItem::prompt).contains("Change number 3");
        assertThat(chinese).extracting(GeditItem::prompt).contains("修改第3个");
        assertThat(chinese).extracting(GeditItem::id).contains("color_alter/cn/k01");
        assertThat(chinese.get(2).index()).isEqualTo(5); // of all rows, which seeds depend on
        assertThat(english.get(1).intersection()).isFalse();
        assertThat(english.get(2).intersection()).isTrue();
        assertThat(english.get(10).source().image().size()).isEqualTo(new Size(12, 8));
        assertThat(english.get(10).source().image().rgb()[0] & 255).isEqualTo(370 % 256);
    }

    @Test
    void otherDataIsRefused() throws IOException {
        assertThatThrownBy(() -> Gedit.VERSIONS.getFirst().load(DATA.resolve("arrow"), USUAL))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected 1212 rows, found 22");
        assertThatThrownBy(() -> BENCHMARK.load(folder, USUAL))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected .parquet files");
        Files.writeString(folder.resolve("dataset_dict.json"), "{\"splits\": [\"train\"]}");
        assertThatThrownBy(() -> BENCHMARK.load(folder, USUAL))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("name " + folder.resolve("train"));
        Path twice = Files.createDirectories(folder.resolve("twice"));
        for (String name : List.of("a.arrow", "b.arrow")) {
            Files.copy(DATA.resolve("arrow/data-00000-of-00001.arrow"), twice.resolve(name));
        }
        assertThatThrownBy(() -> BENCHMARK.load(twice, USUAL))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("b.arrow[0]: key expected once in background_change/en, found k00 again");
        Path wide = Path.of("..", "testdata", "tables", "wide.arrow");
        assertThatThrownBy(() -> BENCHMARK.load(wide, USUAL))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected a column task_type of texts");
        byte[] whole = Files.readAllBytes(DATA.resolve("arrow/data-00000-of-00001.arrow"));
        Path cut = Files.write(folder.resolve("cut.arrow"), Arrays.copyOf(whole, whole.length - 900));
        assertThatThrownBy(() -> BENCHMARK.load(cut, USUAL))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cut short");
    }

    @Test
    void drawnAsDeepGenDoes() {
        GeditItem item =
                BENCHMARK.load(DATA.resolve("arrow"), USUAL.withLanguage("cn")).get(2);
        SampleRequest request = BENCHMARK.plan(item, BENCHMARK.protocol()).getFirst();
        assertThat(request.seed()).isEqualTo(5 * 1000 + 42);
        assertThat(request.prompt()).isEqualTo(item.prompt());
        assertThat(request.source()).contains(item.source());
        assertThat(BENCHMARK.artifacts(item))
                .extracting("file")
                .containsExactly("fullset/material_alter/cn/k02.png", "fullset/material_alter/cn/k02_SRCIMG.png");
    }

    @Test
    void theResultIsShownInTheSizeOfItsSource() {
        run();
        GeditItem item = items().getFirst();
        Drawn drawn = BENCHMARK
                .find(item, new PictureFolder(folder.resolve("pictures")))
                .getFirst();
        for (String judge : List.of("", "gpt", "qwen")) {
            List<Task> tasks = BENCHMARK.tasks(item, drawn, USUAL.withJudge(judge));
            assertThat(tasks).extracting(Task::name).containsExactly("semantics", "quality");
            for (Task task : tasks) {
                var chat = (Question.Chat) task.question();
                assertThat(chat.pictures())
                        .allMatch(picture -> picture.image().size().equals(new Size(12, 8)));
                boolean textFirst = chat.parts().getFirst() instanceof Question.Part.Text;
                assertThat(textFirst).isEqualTo(!judge.equals("qwen"));
                assertThat(chat.parameters().temperature().isPresent()).isEqualTo(judge.equals("qwen"));
            }
            assertThat(tasks.getFirst().question().pictures()).hasSize(2);
            assertThat(tasks.getLast().question().pictures()).hasSize(1);
        }
    }

    @Test
    void lowestScoresMakeGroupsAndTheHeadline() {
        Scores scores = run().score(
                        USUAL,
                        chat -> EditRun.text(chat).contains("Editing instruction")
                                ? "{\"score\": [7, 9], \"reasoning\": \"x\"}"
                                : "{\"score\": [8, 6], \"reasoning\": \"y\"}");
        assertThat(scores.headline().orElseThrow().value()).isCloseTo(6.4807, within(1e-4));
        assertThat(scores.counts().complete()).isTrue();
        assertThat(scores.figures())
                .anyMatch(figure -> figure.group().equals("material_alter")
                        && figure.measure().equals("O (intersection)")
                        && Math.abs(figure.value() - 6.4807) < 1e-4);
        assertThat(scores.figures())
                .noneMatch(figure ->
                        figure.group().equals("color_alter") && figure.measure().contains("intersection"));
    }

    @Test
    void unusableRepliesAreAskedAgainAndNeverGuessed() {
        for (String reply : List.of(
                "",
                "no score",
                "<html><body>502</body></html>",
                "{\"score\": []}",
                "{\"score\": [\"8\", \"9\"]}",
                "11",
                "[6, 0, 3]",
                "[６, 0]",
                "²",
                "{\"score\": [1, NaN]}",
                "rate_limit_exceeded",
                "{".repeat(2000) + "}")) {
            var run = new EditRun<>(BENCHMARK, items(), folder.resolve(String.valueOf(Math.abs(reply.hashCode()))));
            Scores scores = run.drawn().score(USUAL, _ -> reply);
            assertThat(scores.headline()).as(reply).isEmpty();
            assertThat(scores.counts().failed()).as(reply).isEqualTo(Map.of("unreadable", 22));
        }
    }

    @Test
    void repliesWithoutBracesCountInTheFirstRoundOnly() {
        for (Mode mode : Mode.values()) {
            Options options = USUAL.withMode(mode);
            for (String reply : List.of("[6, 0]", "5", "５")) {
                var run = new EditRun<>(BENCHMARK, items(), folder.resolve(mode + reply));
                Scores scores = run.drawn().score(options, _ -> reply);
                assertThat(scores.headline().orElseThrow().value())
                        .as("%s %s", mode, reply)
                        .isEqualTo(reply.equals("[6, 0]") ? 0 : 5);
            }
        }
        Options audit = USUAL.withMode(Mode.OFFICIAL);
        var run = run();
        Scores guessed = run.score(audit, _ -> "nothing");
        assertThat(guessed.headline()).isPresent();
        assertThat(guessed.notes()).anyMatch(note -> note.contains("22 answers are random numbers"));
    }

    @Test
    void refusalsAndSilenceAreCountedApart() throws IOException {
        Scores refused = run().score(USUAL, _ -> "I'm sorry, but I can't help with that.");
        assertThat(refused.headline()).isEmpty();
        assertThat(refused.counts().failed()).isEqualTo(Map.of("refused", 22));
        Scores silent =
                new EditRun<>(BENCHMARK, items(), folder.resolve("b")).drawn().score(USUAL, _ -> null);
        assertThat(silent.counts().failed()).isEqualTo(Map.of("unreachable", 22));
    }

    @Test
    void picturesThatAreMissingOrBrokenAreNamedAndCounted() throws IOException {
        var run = run();
        Files.delete(run.pictures().resolve("fullset/color_alter/en/k01.png"));
        Files.delete(run.pictures().resolve("fullset/ps_human/en/k04_SRCIMG.png"));
        Path broken = run.pictures().resolve("fullset/text_change/en/k09.png");
        Files.write(broken, Arrays.copyOf(Files.readAllBytes(broken), 60));
        Scores scores = run.score(USUAL, _ -> "{\"score\": [5, 5]}");
        assertThat(scores.headline()).isEmpty();
        assertThat(scores.counts().missing()).isEqualTo(2);
        assertThat(scores.counts().failed()).isEqualTo(Map.of("picture", 2));
        assertThat(scores.images().stream().flatMap(image -> image.failures().values().stream()))
                .allMatch(failure -> failure.reason().contains("k09.png"));
        assertThat(scores.notes()).anyMatch(note -> note.contains("color_alter, ps_human, text_change"));
    }

    @Test
    void theJournalGivesTheSameBytesAgain() throws IOException {
        var run = run();
        run.score(USUAL, chat -> EditRun.text(chat).length() % 2 == 0 ? "{\"score\": [3, 4]}" : "none");
        byte[] first = run.scores();
        assertThat(run.replayed(USUAL)).isEqualTo(first);
        Options audit = USUAL.withMode(Mode.OFFICIAL);
        run.score(audit, _ -> "none");
        byte[] guessed = run.scores();
        assertThat(run.replayed(audit)).isEqualTo(guessed);
    }

    @Test
    void theOrderOfOutcomesDoesNotMatter() {
        List<Outcome<GeditScore>> all = new ArrayList<>();
        int number = 0;
        for (GeditItem item : items()) {
            for (String task : List.of("semantics", "quality")) {
                number++;
                all.add(Outcome.of(item.id(), "0", task, new GeditScore(List.of(number * 3 % 11.0, 9.0), false)));
            }
        }
        List<Summary> summaries = new EditRun<>(BENCHMARK, items(), folder).shuffled(USUAL, all);
        assertThat(summaries.getFirst().headline()).isPresent();
        assertThat(summaries.getLast().headline()).isEmpty(); // a group without an edit
        assertThat(summaries.getLast().contributions()).hasSize(10);
    }

    @Test
    void aGroupWeighsAsMuchAsAnother() {
        List<GeditTable.Row> rows = new ArrayList<>();
        GeditTable.GROUPS.forEach(group -> rows.add(new GeditTable.Row(group, 9, 9, 9, true)));
        rows.set(0, new GeditTable.Row(GeditTable.GROUPS.getFirst(), 4, 4, 4, true));
        rows.add(new GeditTable.Row(GeditTable.GROUPS.getFirst(), 8, 8, 8, true));
        assertThat(GeditTable.of(rows, GeditTable.GROUPS)
                        .mean(GeditTable.Row::overall)
                        .orElseThrow())
                .isCloseTo((6 + 10 * 9) / 11.0, within(1e-12));
    }
}
