// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.cvtg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.answer.ReaderAnswerer;
import io.github.deepgen4j.evaluation.benchmark.AggregateProperties;
import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Outcome;
import io.github.deepgen4j.evaluation.engine.Box;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.engine.TextReader;
import io.github.deepgen4j.evaluation.journal.Journal;
import io.github.deepgen4j.evaluation.run.Asking;
import io.github.deepgen4j.evaluation.run.RunFolder;
import io.github.deepgen4j.evaluation.run.Scores;
import io.github.deepgen4j.evaluation.run.Scoring;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Pictures in the official layout, a reader with a table of their texts, and the headline. */
class CvtgScoringTest {
    private static final Cvtg CVTG = Cvtg.VERSIONS.getFirst();
    private static final Options OPTIONS = Options.usual(CVTG.info());
    private static final JsonNode GOLDEN = Golden.json("eval/cvtg.json");

    @TempDir
    private Path root;

    /** Reads the line whose number is the first byte of the picture; fails on number 255. */
    private record Table(List<List<String>> texts) implements TextReader {
        @Override
        public Fingerprint fingerprint() {
            return Fingerprint.program("table", "1");
        }

        @Override
        public List<TextLine> read(Image image) {
            int number = image.rgb()[0] & 255;
            if (number == 255) {
                throw new EngineException("cannot read");
            }
            return texts.get(number).stream()
                    .map(text -> new TextLine(text, new Box(0, 0, 1, 1), 1))
                    .toList();
        }
    }

    private static List<CvtgItem> items() {
        List<CvtgItem> items = new ArrayList<>();
        for (Map.Entry<String, JsonNode> area : GOLDEN.get("prompts").properties()) {
            String[] parts = area.getKey().split("/");
            for (Map.Entry<String, JsonNode> prompt : area.getValue().properties()) {
                items.add(CvtgItem.of(
                        items.size(),
                        parts[0],
                        Integer.parseInt(parts[1]),
                        Integer.parseInt(prompt.getKey()),
                        prompt.getValue().asString()));
            }
        }
        return items;
    }

    /** The pictures of the fixtures' official run; where its reader failed, ours does. */
    private Scores score(Options options, boolean allowPartial) throws IOException {
        List<List<String>> texts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> image : GOLDEN.get("ocr_lines").properties()) {
            List<String> lines = new ArrayList<>();
            image.getValue().forEach(page -> page.forEach(line -> lines.add(line.asString())));
            byte first = (byte) (image.getValue().isString() ? 255 : texts.size());
            texts.add(lines);
            Path file = root.resolve("pictures").resolve(image.getKey());
            Files.createDirectories(file.getParent());
            Image.of(1, 1, new byte[] {first, 0, 0}).writePng(file);
        }
        var folder = new RunFolder(root, root.resolve("pictures"));
        try (Journal journal = Journal.open(folder.journalFile(), "cvtg")) {
            return new Scoring<>(CVTG, items(), options, folder)
                    .score(
                            Asking.of(List.of(new ReaderAnswerer(() -> new Table(texts))), journal, 2),
                            allowPartial,
                            () -> {});
        }
    }

    @Test
    void theFoldersOfTheFixturesScoreAsInTheOfficialRun() throws IOException {
        Scores scores = score(OPTIONS, true);
        JsonNode expected = GOLDEN.get("result").get("overall_results");
        assertThat(scores.headline().orElseThrow().value())
                .isCloseTo(expected.get("word_accuracy").doubleValue(), within(1e-9));
        assertThat(scores.headline().orElseThrow().partial()).isNotEmpty();
        assertThat(scores.figures())
                .filteredOn(figure ->
                        figure.group().equals("all") && figure.measure().equals("ned"))
                .singleElement()
                .satisfies(ned ->
                        assertThat(ned.value()).isCloseTo(expected.get("ned").doubleValue(), within(1e-9)));
        assertThat(scores.images()).hasSize(expected.get("total_images").asInt());
        assertThat(scores.notes())
                .containsExactly(
                        "1 pictures could not be read; their words count as wrong, as in the script",
                        "images are missing of CVTG/2/5 (0 of 1 there)");
        assertThat(score(OPTIONS, false).headline()).isEmpty();
    }

    @Test
    void fixedLeavesOutWhatCouldNotBeRead() throws IOException {
        Scores scores = score(OPTIONS.withMode(Mode.FIXED), true);
        JsonNode expected = GOLDEN.get("result").get("overall_results");
        long unread = GOLDEN.get("ocr_lines").properties().stream()
                .filter(image -> image.getValue().isString())
                .mapToLong(image -> GOLDEN.get("per_image")
                        .valueStream()
                        .filter(one -> one.get("file").asString().equals(image.getKey()))
                        .mapToInt(one -> one.get("total").asInt())
                        .sum())
                .sum();
        assertThat(scores.headline().orElseThrow().value())
                .isCloseTo(
                        expected.get("correct_words").doubleValue()
                                / (expected.get("total_words").asInt() - unread),
                        within(1e-9));
        assertThat(scores.notes()).containsExactly("images are missing of CVTG/2/5 (0 of 1 there)");
    }

    @Test
    void theOtherSpellingOfTheFolderIsFound() throws IOException {
        score(OPTIONS, true);
        Files.move(root.resolve("pictures/CVTG-Style"), root.resolve("pictures/CVTG-style"));
        assertThat(score(OPTIONS, true).images())
                .anyMatch(image -> image.picture().startsWith("CVTG-"));
    }

    @Test
    void theOfficialPathsAreThoseOfTheFixtures() {
        JsonNode example = Golden.json("eval/layout.json").get("cvtg").get("example");
        CvtgItem item = CvtgItem.of(
                0,
                example.get("subset").asString(),
                example.get("area").asInt(),
                example.get("index").asInt(),
                "a sign 'GO'");
        assertThat(CVTG.artifacts(item))
                .extracting(Artifact::file)
                .containsExactly(example.get("path").asString());
    }

    @Test
    void aggregationKnowsNoOrder() {
        for (Cvtg version : Cvtg.VERSIONS) {
            List<Outcome<CvtgValue>> outcomes = new ArrayList<>();
            for (CvtgItem item : items()) {
                outcomes.add(Outcome.of(
                        item.id(), "0", Cvtg.READ, CvtgValue.of(WordScore.of(item.words(), List.of("shop warm go")))));
                outcomes.add(Outcome.of(item.id(), "0", Cvtg.CLIP, CvtgValue.of(0.1 * item.index())));
            }
            AggregateProperties.check(version, items(), outcomes, OPTIONS);
        }
    }
}
