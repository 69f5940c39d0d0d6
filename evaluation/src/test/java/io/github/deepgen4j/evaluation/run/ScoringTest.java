// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.evaluation.journal.Journal;
import io.github.deepgen4j.evaluation.report.GroupRow;
import io.github.deepgen4j.evaluation.report.Report;
import io.github.deepgen4j.evaluation.run.Brightness.Plain;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folder, journal, scores and report, over a benchmark that wants images to begin with a bright byte. */
class ScoringTest {
    private static final Manifest.Settings SETTINGS =
            new Manifest.Settings("m", "f", "F32", 1, 2, 4.0, 42, "default", "default", "squash", "none");

    private final Brightness benchmark = new Brightness(false);

    @TempDir
    private Path root;

    private RunFolder folder;

    @BeforeEach
    void folder() {
        folder = RunFolder.own(root);
    }

    private Manifest drawn(int perGroup) throws IOException {
        List<Manifest.Entry> entries = new ArrayList<>();
        for (Plain item : benchmark.items(perGroup)) {
            Files.createDirectories(folder.images().resolve(item.group()));
            Brightness.image(item.number() == 0 ? 51 : 255)
                    .writePng(folder.images().resolve(item.file()));
            entries.add(new Manifest.Entry(
                    item.id(), item.group(), 0, item.prompt(), 42 + item.number(), item.file(), item.source()));
        }
        return manifest(perGroup, SETTINGS, entries);
    }

    private Manifest manifest(int perGroup, Manifest.Settings settings, List<Manifest.Entry> entries) {
        var manifest = new Manifest(benchmark.info(), "en", new Selection(List.of(), perGroup), settings, entries);
        manifest.write(folder.manifestFile());
        return manifest;
    }

    private Scores score(int perGroup) {
        return score(benchmark, perGroup, List.of(), false);
    }

    private Scores score(Brightness rules, int perGroup, List<Answerer> answerers, boolean allowPartial) {
        try (Journal journal = Journal.open(folder.journalFile(), "brightness")) {
            return new Scoring<>(rules, rules.items(perGroup), rules.options(perGroup), folder)
                    .score(Asking.of(answerers, journal, 4), allowPartial, () -> {});
        }
    }

    @Test
    void scoresAreWrittenReadAndReported() throws IOException {
        drawn(4);
        Scores scores = score(4);
        assertThat(scores.headline().orElseThrow().value()).isEqualTo(0.75);
        assertThat(scores.counts().complete()).isTrue();
        GroupRow draw = GroupRow.of(scores).getFirst();
        assertThat(draw.passed().orElseThrow().value()).isEqualTo(0.75);
        assertThat(draw.prompts()).isEqualTo(2);
        assertThat(draw.figures().get("light").value()).isEqualTo(0.8, within(1e-9));
        Scores read = Scores.read(folder);
        assertThat(read.figures()).isEqualTo(scores.figures());
        assertThat(read.headline()).isEqualTo(scores.headline());
        assertThat(read.settings()).contains(SETTINGS);
        String report = Files.readString(Report.write(read, folder));
        assertThat(report)
                .contains("| draw | 4 | 2 | 75.0 % (30.1-95.4) | 80.0 % | 3.0 |")
                .contains("## Edits", "| **all** | 4 |  | **75.0 %** (30.1-95.4) |  |  |")
                .contains("**0.7500** of 1.0", "official mode", "program brightness");
        assertThat(Image.read(root.resolve("report.png")).height()).isEqualTo(2 * 72);
        assertThat(Files.readString(root.resolve("model-index.yaml")))
                .contains("task: {type: image-to-image}", "{type: accuracy, name: passed, value: 0.7500}");
    }

    /** Byte for byte: of two folders people compare files. */
    @Test
    void theSameJournalGivesTheSameBytes() throws IOException {
        drawn(4);
        score(4);
        byte[] scores = Files.readAllBytes(folder.scoresFile());
        byte[] journal = Files.readAllBytes(folder.journalFile());
        score(4);
        assertThat(folder.scoresFile()).hasBinaryContent(scores);
        assertThat(folder.journalFile()).hasBinaryContent(journal);
        try (Journal replayed = Journal.replay(folder.journalFile(), "brightness")) {
            new Scoring<>(benchmark, benchmark.items(4), benchmark.options(4), folder)
                    .score(Asking.replay(List.of(), replayed), false, () -> {});
        }
        assertThat(folder.scoresFile()).hasBinaryContent(scores);
    }

    /** The lines of a journal may come in any order. */
    @Test
    void aShuffledJournalGivesTheSameBytes() throws IOException {
        drawn(4);
        score(4);
        byte[] scores = Files.readAllBytes(folder.scoresFile());
        List<String> lines = new ArrayList<>(Files.readAllLines(folder.journalFile()));
        List<String> turned = new ArrayList<>(lines.subList(0, 1));
        turned.addAll(lines.subList(1, lines.size()).reversed());
        Files.write(folder.journalFile(), turned);
        score(4);
        assertThat(folder.scoresFile()).hasBinaryContent(scores);
    }

    @Test
    void anIncompleteFolderHasNoHeadlineUnlessAsked() throws IOException {
        drawn(2);
        Files.delete(folder.images().resolve("edit/1.png"));
        Scores scores = score(2);
        assertThat(scores.headline()).isEmpty();
        assertThat(scores.counts().missing()).isEqualTo(1);
        assertThat(scores.counts().complete()).isFalse();
        Scores partial = score(benchmark, 2, List.of(), true);
        assertThat(partial.headline().orElseThrow().partial()).isEqualTo("3 of 4");
        assertThat(Files.readString(Report.write(scores, folder))).contains("No headline: 3 of 4 images are scored");
        assertThat(Files.readString(Report.write(partial, folder))).contains("over 3 of 4 images only");
    }

    @Test
    void aDamagedPictureIsCountedAndNoZero() throws IOException {
        drawn(2);
        Files.writeString(folder.images().resolve("draw/1.png"), "no picture");
        Scores scores = score(2);
        assertThat(scores.headline()).isEmpty();
        assertThat(scores.counts().failed()).containsOnlyKeys("picture");
        assertThat(scores.images().get(1).failures().get("light").reason()).contains("draw/1.png");
        assertThat(scores.figures().getFirst().count()).isEqualTo(1);
        drawn(2);
        assertThat(score(2).headline()).isPresent();
    }

    @Test
    void repliesThatCannotBeUsedAreAskedAgainAndFailuresByTheNextRun() throws IOException {
        drawn(2);
        var judged = new Brightness(true);
        var moody = new MoodyJudge(1);
        assertThat(score(judged, 2, List.of(moody), false).headline()).isPresent();
        assertThat(moody.asked()).as("two attempts a question").isEqualTo(8);
        Files.delete(folder.journalFile());
        var silent = new MoodyJudge(100);
        Scores failed = score(judged, 2, List.of(silent), true);
        assertThat(failed.counts().failed()).containsEntry("unreadable", 4);
        assertThat(failed.headline()).isEmpty();
        assertThat(score(judged, 2, List.of(new MoodyJudge(0)), false).headline())
                .isPresent();
        assertThat(score(judged, 2, List.of(), false).counts().failed()).containsEntry("not asked", 4);
    }

    @Test
    void imagesOfOtherPromptsOrSettingsAreRefused() throws IOException {
        Manifest manifest = drawn(1);
        Manifest.Entry first = manifest.images().getFirst();
        var other = new Manifest.Entry(first.item(), first.group(), 0, "another prompt", 42, first.file(), "");
        manifest(1, SETTINGS, List.of(other, manifest.images().get(1)));
        assertThatThrownBy(() -> score(1)).isInstanceOf(ConfigException.class).hasMessageContaining("another prompt");
        var slower = new Manifest.Settings("m", "f", "F32", 1, 3, 4.0, 42, "default", "default", "squash", "none");
        Manifest changed = manifest(1, slower, manifest.images());
        assertThatThrownBy(() -> changed.requireContinues(manifest, root)).hasMessageContaining("steps=3");
    }

    @Test
    void scoresOfWhatTheFolderNoLongerHoldsAreRefused() throws IOException {
        Manifest manifest = drawn(1);
        score(1);
        var slower = new Manifest.Settings("m", "f", "F32", 1, 3, 4.0, 42, "default", "default", "squash", "none");
        manifest(1, slower, manifest.images());
        assertThatThrownBy(() -> Scores.read(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("run deepgen evaluate score");
    }

    @Test
    void foldersOfEarlierVersionsAreReadAndOthersRefused() throws IOException {
        Manifest manifest = drawn(1);
        Path file = folder.manifestFile();
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst("\"format\"\\s*:\\s*3", "\"format\":2")
                        .replaceFirst(",\\s*\"shortcuts\"\\s*:\\s*\"none\"", ""));
        assertThat(Files.readString(file)).doesNotContain("shortcuts");
        assertThat(folder.manifest()).hasValue(manifest);
        Files.writeString(file, """
            {"benchmark": "brightness", "selection": {"split": "v", "groups": ["draw", "edit"], "per_group": 1},
             "settings": {"model": "m", "fingerprint": "f", "dtype": "F32", "steps": 2, "guidance": 4.0, "seed": 42,
              "size": "default"},
             "pictures": [
              {"group": "draw", "number": 0, "prompt": "draw 0", "seed": 42, "file": "pictures/draw/0.png",
               "reference": ""},
              {"group": "edit", "number": 0, "prompt": "edit 0", "seed": 42, "file": "pictures/edit/0.png",
               "reference": "references/edit/000.png"}]}
            """);
        Manifest old = folder.manifest().orElseThrow();
        assertThat(old.settings()).isEqualTo(manifest.settings());
        assertThat(old.images().getFirst().file()).isEqualTo("draw/0.png");
        Files.writeString(file, Files.readString(file).replace("{\"benchmark\"", "{\"format\": 9, \"benchmark\""));
        assertThatThrownBy(() -> folder.manifest()).hasMessageContaining("format 3, found 9");
        Files.writeString(file, "{");
        assertThatThrownBy(() -> score(1)).hasMessageContaining("damaged");
        Files.delete(file);
        assertThatThrownBy(() -> RunFolder.scored(root, Optional.empty())).hasMessageContaining("--results");
        assertThatThrownBy(() -> RunFolder.scored(root.resolve("absent"), Optional.empty()))
                .hasMessageContaining("evaluate generate");
    }

    @Test
    void aRunOfAnotherBenchmarkIsRefused() throws IOException {
        drawn(1);
        Files.writeString(
                folder.manifestFile(),
                Files.readString(folder.manifestFile()).replace("\"brightness\"", "\"darkness\""));
        assertThatThrownBy(() -> score(1)).hasMessageContaining("images of brightness, found of darkness");
    }

    /** Versions are rules for the same images; of others, the prompts tell them apart. */
    @Test
    void imagesOfAnotherVersionAreScoredIfTheirPromptsAreTheSame() throws IOException {
        drawn(1);
        String manifest = Files.readString(folder.manifestFile());
        Files.writeString(folder.manifestFile(), manifest.replace("\"v\"", "\"w\""));
        assertThat(score(1).headline()).isPresent();
        Files.writeString(folder.manifestFile(), manifest.replace("\"draw 0\"", "\"paint 0\""));
        assertThatThrownBy(() -> score(1)).hasMessageContaining("was drawn for \"paint 0\"");
    }

    @Test
    void foreignPicturesAreScoredToo() throws IOException {
        drawn(2);
        Files.delete(folder.manifestFile());
        Path results = Files.createDirectories(root.resolve("results"));
        folder = RunFolder.scored(folder.images(), Optional.of(results));
        Scores scores = score(2);
        assertThat(scores.headline()).isPresent();
        assertThat(scores.settings()).isEmpty();
        assertThat(results.resolve("scores.json")).exists();
    }
}
