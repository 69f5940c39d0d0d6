// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.dpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.answer.QuestionsAnswerer;
import io.github.deepgen4j.evaluation.benchmark.AggregateProperties;
import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Figure;
import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Outcome;
import io.github.deepgen4j.evaluation.data.PublishedData;
import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.engine.VisualQuestions;
import io.github.deepgen4j.evaluation.journal.Journal;
import io.github.deepgen4j.evaluation.run.Asking;
import io.github.deepgen4j.evaluation.run.RunFolder;
import io.github.deepgen4j.evaluation.run.Scores;
import io.github.deepgen4j.evaluation.run.Scoring;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Data, grids and headline, with a model that sees how bright a picture is. */
class DpgScoringTest {
    private static final Dpg DPG = Dpg.VERSIONS.getFirst();
    private static final int TILE = 8;
    private static final Options OPTIONS = Options.usual(DPG.info()).withTile(new Size(TILE, TILE));
    private static final String HEADER =
            "item_id,text,keywords,proposition_id,dependency,category_broad,category_detailed,tuple,"
                    + "question_natural_language\n";

    @TempDir
    private Path root;

    private final List<String> rows = new ArrayList<>();

    /** Questions of a picture: is it brighter than 40, and, if so, than 80? */
    @BeforeEach
    void writeData() throws IOException {
        Files.createDirectories(data().resolve("prompts"));
        for (int i = 0; i < DpgData.ITEMS; i++) {
            String name = i == 0 ? "partiprompts97" : "item" + i;
            Files.writeString(data().resolve("prompts/" + name + ".txt"), " a scene, number " + i + " \nmore\n");
            rows.add(row(name, 1, "0", "entity - whole (light)", "brighter than 40"));
            rows.add(row(name, 2, "1", "attribute - size (light, bright)", "brighter than 80"));
        }
        writeTable();
        Files.createDirectories(pictures());
    }

    private Path data() {
        return root.resolve("data");
    }

    private Path pictures() {
        return root.resolve("pictures");
    }

    private static String row(String name, int id, String parents, String tuple, String question) {
        return "%s,\"a scene, long\",,%d,\"%s\",x,y,\"%s\",%s".formatted(name, id, parents, tuple, question);
    }

    private void writeTable() throws IOException {
        Files.writeString(data().resolve(DpgData.TABLE), HEADER + String.join("\n", rows) + "\n");
    }

    private static Image flat(int brightness, int side) {
        byte[] rgb = new byte[3 * side * side];
        Arrays.fill(rgb, (byte) brightness);
        return Image.of(side, side, rgb);
    }

    private static Image grid(int... brightness) {
        var grid = new Artifact.Grid("x", List.of(0, 1, 2, 3), 2);
        return grid.join(
                Arrays.stream(brightness).mapToObj(one -> flat(one, TILE)).toList());
    }

    /** Answers questions that end with a number. */
    private static final class Eye implements VisualQuestions {
        @Override
        public Fingerprint fingerprint() {
            return Fingerprint.program("eye", "1");
        }

        @Override
        public List<String> answers(Image image, List<String> questions) {
            assertThat(image.size()).isEqualTo(new Size(TILE, TILE));
            return questions.stream()
                    .map(question -> Integer.parseInt(question.substring(question.lastIndexOf(' ') + 1)))
                    .map(bound -> (image.rgb()[0] & 255) > bound ? "yes" : "no")
                    .toList();
        }
    }

    private Scores score(Options options, boolean allowPartial, String... items) {
        var folder = new RunFolder(root, pictures());
        List<DpgItem> all = DPG.load(data(), options).stream()
                .filter(item -> List.of(items).contains(item.name()))
                .toList();
        try (Journal journal = Journal.open(folder.journalFile(), "dpg")) {
            return new Scoring<>(DPG, all, options, folder)
                    .score(Asking.of(List.of(new QuestionsAnswerer(Eye::new)), journal, 2), allowPartial, () -> {});
        }
    }

    @Test
    void gridsAreCutAndDependantsFallWithTheirParents() throws IOException {
        grid(0, 50, 100, 30).writePng(pictures().resolve("item1.png"));
        grid(100, 100, 100, 100).writePng(pictures().resolve("item2.v2.final.png"));
        Scores scores = score(OPTIONS, false, "item1", "item2");
        assertThat(scores.headline().orElseThrow().value()).isCloseTo(100 * (1.5 / 4 + 1) / 2, within(1e-9));
        assertThat(scores.images())
                .extracting(image -> image.score().orElseThrow())
                .startsWith(0.0, 50.0, 100.0, 0.0);
        assertThat(share(scores, "entity")).isEqualTo(0.5);
        assertThat(share(scores, "attribute - size")).isEqualTo(0.5);
        Scores fixed = score(OPTIONS.withMode(Mode.FIXED), false, "item1", "item2");
        assertThat(share(fixed, "entity")).isEqualTo(6.0 / 8);
        assertThat(fixed.headline()).isEqualTo(scores.headline());
    }

    private static double share(Scores scores, String category) {
        return scores.figures().stream()
                .filter(figure -> figure.group().equals(category))
                .mapToDouble(Figure::value)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theItemOfTheLostRowIsDroppedAndSaid() throws IOException {
        rows.addFirst(
                rows.remove(rows.indexOf(row("partiprompts97", 1, "0", "entity - whole (light)", "brighter than 40"))));
        rows.add(
                1,
                rows.remove(rows.indexOf(
                        row("partiprompts97", 2, "1", "attribute - size (light, bright)", "brighter than 80"))));
        writeTable();
        grid(100, 100, 100, 100).writePng(pictures().resolve("partiprompts97.png"));
        grid(0, 0, 0, 0).writePng(pictures().resolve("item1.png"));
        Scores official = score(OPTIONS, false, "partiprompts97", "item1");
        assertThat(official.headline().orElseThrow().value()).isZero();
        assertThat(official.notes()).anyMatch(note -> note.startsWith("dropped") && note.endsWith("partiprompts97"));
        assertThat(score(OPTIONS.withMode(Mode.FIXED), false, "partiprompts97", "item1")
                        .headline()
                        .orElseThrow()
                        .value())
                .isEqualTo(50);
    }

    @Test
    void otherSizesAreRefusedByName() throws IOException {
        flat(100, 2 * TILE + 2).writePng(pictures().resolve("item1.png"));
        flat(100, TILE).writePng(pictures().resolve("item2.png"));
        Image.of(2 * TILE, TILE, new byte[6 * TILE * TILE]).writePng(pictures().resolve("item3.png"));
        Scores scores = score(OPTIONS, true, "item1", "item2", "item3");
        assertThat(scores.headline()).isEmpty();
        assertThat(scores.counts().failed()).containsEntry("picture", 24);
        assertThat(scores.images().getFirst().failures().get("1").reason())
                .contains("item1.png")
                .contains("expected a grid of 2x2 tiles of 8x8");
    }

    @Test
    void brokenTablesAreRefusedWithTheirLine() throws IOException {
        List<List<String>> broken = List.of(
                List.of(
                        row("nobody", 1, "0", "entity - whole (x)", "x"),
                        "csv:2: item_id expected the name of a prompt"),
                List.of(row("item1", 1, "a", "entity - whole (x)", "x"), "csv:2: dependency expected"),
                List.of(row("item1", 0, "0", "entity - whole (x)", "x"), "csv:2: proposition_id expected"),
                List.of(row("item1", 1, "0", "", "x"), "csv:2: tuple expected a text"),
                List.of("item1,a,b", "csv:2: expected 9 cells"));
        String first = rows.getFirst();
        for (List<String> one : broken) {
            rows.set(0, one.getFirst());
            writeTable();
            assertThatThrownBy(() -> DPG.load(data(), OPTIONS))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(one.getLast());
        }
        rows.set(0, first);
        rows.removeIf(row -> row.startsWith("item7,"));
        writeTable();
        assertThatThrownBy(() -> DPG.load(data(), OPTIONS)).hasMessageContaining("found none of item7");
        Files.delete(data().resolve("prompts/item7.txt"));
        assertThatThrownBy(() -> DPG.load(data(), OPTIONS))
                .hasMessageContaining("expected 1065 prompts (*.txt), found 1064");
    }

    @Test
    void promptsAloneCanBeDrawnButNotScored() throws IOException {
        Files.delete(data().resolve(DpgData.TABLE));
        List<DpgItem> items = DPG.load(data(), OPTIONS);
        assertThat(DPG.plan(items.getFirst(), DPG.protocol()))
                .hasSize(4)
                .allSatisfy(request -> assertThat(request.prompt()).isEqualTo("a scene, number 1"));
        assertThat(DPG.protocol().guidance()).hasValue(7.5);
        grid(0, 0, 0, 0).writePng(pictures().resolve("item1.png"));
        assertThatThrownBy(() -> score(OPTIONS, true, "item1")).hasMessageContaining("hold no dpg_bench.csv");
    }

    @Test
    void thePublishedPromptsAreRead() {
        List<DpgItem> items = DPG.load(PublishedData.folder("dpg-bench"), OPTIONS);
        assertThat(items).hasSize(DpgData.ITEMS);
        assertThat(items).extracting(DpgItem::name).startsWith("0", "1", "10", "100", "101");
        assertThat(items).extracting(DpgItem::group).contains("numbered", "partiprompts", "COCOval");
    }

    @Test
    void theOfficialPathsAreThoseOfTheFixtures() {
        JsonNode example = Golden.json("eval/layout.json").get("dpg").get("example");
        var item = new DpgItem(0, example.get("name").asString(), "p", List.of());
        assertThat(DPG.artifacts(item))
                .extracting(Artifact::file)
                .containsExactly(example.get("path").asString());
    }

    @Test
    void aggregationKnowsNoOrder() {
        for (Mode mode : Mode.values()) {
            List<DpgItem> items = DPG.load(data(), OPTIONS.withMode(mode)).subList(0, 5);
            List<Outcome<Dpg.Said>> outcomes = new ArrayList<>();
            for (DpgItem item : items) {
                for (int tile = 0; tile < 4; tile++) {
                    for (DpgQuestion question : item.questions()) {
                        outcomes.add(Outcome.of(
                                item.id(),
                                String.valueOf(tile),
                                String.valueOf(question.id()),
                                new Dpg.Said((item.index() + tile + question.id()) % 3 > 0)));
                    }
                }
            }
            AggregateProperties.check(DPG, items, outcomes, OPTIONS.withMode(mode));
        }
    }

    @Test
    void optionsKeepTheTile() {
        assertThat(OPTIONS.withMode(Mode.FIXED).tile()).isEqualTo(Optional.of(new Size(TILE, TILE)));
    }
}
