// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.rise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Outcome;
import io.github.deepgen4j.evaluation.benchmark.PictureFolder;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import io.github.deepgen4j.evaluation.benchmark.edit.EditRun;
import io.github.deepgen4j.evaluation.benchmark.rise.RiseItem.Consistency;
import io.github.deepgen4j.evaluation.benchmark.rise.RiseRules.Grades;
import io.github.deepgen4j.evaluation.run.Scores;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On {@code testdata/edits/rise}: seven items of four categories, as in the full list and as in that of 64 items. */
class RiseTest {
    private static final Path DATA = Path.of("..", "testdata", "edits", "rise");
    private static final List<String> FULL = List.of("datav2_total_w_subtask.json");
    private static final Rise AFTER = new Rise("after", false, FULL, 7);
    private static final Rise BEFORE = new Rise("before", true, FULL, 7);
    private static final Rise SMALL = new Rise("small", false, List.of("data_total.json"), 7);
    private static final Options USUAL = Options.usual(AFTER.info());

    @TempDir
    private Path folder;

    private EditRun<RiseItem, JudgeNumbers> run(Rise benchmark, String name) {
        return new EditRun<>(benchmark, benchmark.load(DATA, USUAL), folder.resolve(name)).drawn();
    }

    @Test
    void bothListsAreReadWithTheirOwnFields() {
        List<RiseItem> full = AFTER.load(DATA, USUAL);
        assertThat(full).extracting(RiseItem::consistency).startsWith(Consistency.JUDGED_BESIDE_FREE, Consistency.FREE);
        assertThat(full.get(2).showsSource()).isTrue();
        assertThat(full.get(4).referenceImage()).isPresent();
        assertThat(full.get(5).reference()).contains("42");
        List<RiseItem> small = SMALL.load(DATA, USUAL);
        assertThat(small).extracting(RiseItem::consistency).containsOnly(Consistency.JUDGED);
        assertThat(small)
                .noneMatch(RiseItem::showsSource)
                .allMatch(item -> item.subtask().isEmpty());
        assertThat(AFTER.artifacts(full.get(3)))
                .extracting("file")
                .containsExactly("images/spatial_reasoning/spatial_reasoning_4.png");
    }

    @Test
    void otherDataIsRefused() throws IOException {
        assertThatThrownBy(() -> Rise.VERSIONS.getFirst().load(DATA, USUAL))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected 360 items, found 7");
        assertThatThrownBy(() -> AFTER.load(folder, USUAL))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected datav2_total_w_subtask.json in it");
        String whole = Files.readString(DATA.resolve(FULL.getFirst()));
        try (Stream<Path> files = Files.walk(DATA)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".png")).toList()) {
                Path to = folder.resolve(DATA.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        refuse(whole.replace("temporal_reasoning_2", "temporal_reasoning_1"), "index expected once in the data");
        refuse(whole.replace("\"causal_reasoning\",", "\"moral_reasoning\","), "category expected one of temporal");
        refuse(
                whole.replace("spatial_images/5_ref.png", "spatial_images/55.png"),
                "reference_img expected a picture in");
        refuse(whole.replace("\"reference\": \"Older\",", ""), "reference expected a text, found nothing");
        refuse(whole.replace("\"reference_txt\": \"42\",", ""), "reference_txt expected a text, or a picture");
        refuse(whole.replace("\"consistency_free\": true", "\"consistency_free\": false"), "consistency_free expected");
        refuse(
                whole.replace("\"reference_txt\": \"42\",", "\"reference_txt\": \"42\", \"consistency_free\": true,"),
                "consistency_free expected none in a logical item");
    }

    private void refuse(String list, String reason) throws IOException {
        Files.writeString(folder.resolve(FULL.getFirst()), list);
        assertThatThrownBy(() -> AFTER.load(folder, USUAL))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining(FULL.getFirst() + ":");
    }

    @Test
    void picturesMayBeOfOtherKindsAndWithoutTheFolderOfImages() {
        var run = new EditRun<>(AFTER, AFTER.load(DATA, USUAL), folder);
        List<RiseItem> items = AFTER.load(DATA, USUAL);
        run.write("images/temporal_reasoning/temporal_reasoning_1.jpeg", new byte[1]);
        run.write("images/temporal_reasoning/temporal_reasoning_1.jpg", new byte[1]);
        run.write("temporal_reasoning/temporal_reasoning_2.png", new byte[1]);
        run.write("images/temporal_reasoning/temporal_reasoning_2.png.bak", new byte[1]);
        var pictures = new PictureFolder(run.pictures());
        assertThat(items.stream()
                        .flatMap(item -> AFTER.find(item, pictures).stream())
                        .map(Drawn::picture))
                .extracting("name")
                .containsExactly(
                        "images/temporal_reasoning/temporal_reasoning_1.jpg",
                        "temporal_reasoning/temporal_reasoning_2.png");
    }

    /** Consistency is shown two pictures, quality one; the best grade of logical questions is 1. */
    private static String best(Question.Chat chat) {
        return EditRun.text(chat).contains("otherwise 0") ? "**Final Score:** **1**" : "**Final Score:** **5**";
    }

    @Test
    void itemsFreedFromConsistencyCountSinceTheFix() {
        Scores after = run(AFTER, "a").score(USUAL, RiseTest::best);
        assertThat(after.headline().orElseThrow().value()).isCloseTo(100, within(1e-9));
        assertThat(after.counts().tasks()).isEqualTo(3 + 2 + 3 + 3 + 3 + 2 + 2);
        assertThat(after.figures()).anyMatch(figure -> figure.group().equals("Spa-Viewpoint Generation"));
        assertThat(after.notes()).anyMatch(note -> note.startsWith("prompt=own"));
        Scores before = run(BEFORE, "b").score(USUAL, RiseTest::best);
        assertThat(before.headline().orElseThrow().value()).isCloseTo(600.0 / 7, within(1e-9));
        Scores small = run(SMALL, "c").score(USUAL, RiseTest::best);
        assertThat(small.counts().tasks()).isEqualTo(19);
    }

    @Test
    void aReplyWithoutAScoreIsIncompleteOnlyForTheScript() {
        for (String reply :
                List.of("", "<html>502</html>", "**Final Score:** **X**", "5", "Final Score: (4)", "Final: ²")) {
            var name = String.valueOf(Math.abs(reply.hashCode()));
            Scores official = run(AFTER, "o" + name).score(USUAL, _ -> reply);
            assertThat(official.headline().orElseThrow().value()).as(reply).isZero();
            assertThat(official.notes()).anyMatch(note -> note.startsWith("7 items have a reply without a score"));
            Scores fixed = run(AFTER, "f" + name).score(USUAL.withMode(Mode.FIXED), _ -> reply);
            assertThat(fixed.headline()).as(reply).isEmpty();
            assertThat(fixed.counts().failed()).as(reply).isEqualTo(Map.of("unreadable", 18));
        }
    }

    @Test
    void refusalsAndSilenceAreNeverAZero() {
        for (Mode mode : Mode.values()) {
            Scores refused = run(AFTER, "r" + mode).score(USUAL.withMode(mode), _ -> "I’m unable to help with that.");
            assertThat(refused.headline()).isEmpty();
            assertThat(refused.counts().failed()).isEqualTo(Map.of("refused", 18));
            assertThat(refused.contributions()).isEmpty();
            Scores silent = run(AFTER, "s" + mode).score(USUAL.withMode(mode), _ -> null);
            assertThat(silent.headline()).isEmpty();
            assertThat(silent.counts().failed()).isEqualTo(Map.of("unreachable", 18));
        }
    }

    @Test
    void severalNumbersAreJoinedOrTheFirstCounts() {
        Scores official = run(AFTER, "o").score(USUAL, _ -> "Final Score: **5**\n\n2 issues");
        assertThat(official.contributions()).isEmpty(); // four numbers and more: the script ends
        assertThat(official.notes()).anyMatch(note -> note.contains("the official script ends on"));
        Scores fixed = run(AFTER, "f").score(USUAL.withMode(Mode.FIXED), _ -> "Final Score: **5**\n\n2 issues");
        assertThat(fixed.headline().orElseThrow().value()).isCloseTo(100, within(1e-9));
        assertThat(run(AFTER, "w")
                        .score(USUAL, _ -> "FINAL SCORE: ５")
                        .headline()
                        .orElseThrow()
                        .value())
                .isCloseTo(100, within(1e-9));
    }

    @Test
    void missingPicturesAreCounted() throws IOException {
        var run = run(AFTER, "a");
        Files.delete(run.pictures().resolve("images/logical_reasoning/logical_reasoning_6.png"));
        Scores scores = run.score(USUAL, RiseTest::best);
        assertThat(scores.headline()).isEmpty();
        assertThat(scores.counts().missing()).isEqualTo(1);
        assertThat(scores.contributions()).hasSize(6);
    }

    @Test
    void theJournalGivesTheSameBytesAgain() throws IOException {
        var run = run(AFTER, "a");
        run.score(USUAL, chat -> chat.pictures().size() == 1 ? best(chat) : "Final Score: 1");
        byte[] first = run.scores();
        assertThat(run.replayed(USUAL)).isEqualTo(first);
    }

    @Test
    void theOrderOfOutcomesDoesNotMatter() {
        List<RiseItem> items = AFTER.load(DATA, USUAL);
        List<Outcome<JudgeNumbers>> all = new ArrayList<>();
        for (RiseItem item : items) {
            for (String judge : List.of("judge1", "judge2", "judge3")) {
                boolean asked = !(judge.equals("judge1") && item.consistency() == Consistency.FREE)
                        && !(judge.equals("judge3") && item.logical());
                if (asked) {
                    all.add(Outcome.of(item.id(), "0", judge, new JudgeNumbers(List.of(1.0 + all.size() % 5))));
                }
            }
        }
        List<Summary> summaries = new EditRun<>(AFTER, items, folder).shuffled(USUAL, all);
        assertThat(summaries.getFirst().contributions()).hasSize(7);
        assertThat(summaries.getLast().contributions()).hasSize(6);
    }

    /** The SFT row of DeepGen's table: 13 of 85, 17 of 90, 14 of 100 and 4 of 85. */
    @Test
    void theHeadlineIsOverAllItems() {
        List<RiseTable.Scored> scored = new ArrayList<>();
        int[] complete = {13, 17, 14, 4};
        int[] sizes = {85, 90, 100, 85};
        for (RiseCategory category : RiseCategory.values()) {
            for (int i = 0; i < sizes[category.ordinal()]; i++) {
                scored.add(new RiseTable.Scored(
                        category, Optional.empty(), new Grades(5, 5, 5), 5, i < complete[category.ordinal()]));
            }
        }
        assertThat(100 * RiseTable.of(scored).get("Overall").accuracy()).isCloseTo(13.3, within(0.05));
    }
}
