// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.evaluation.answer.DetectorAnswerer;
import io.github.deepgen4j.evaluation.benchmark.AggregateProperties;
import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Figure;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Outcome;
import io.github.deepgen4j.evaluation.benchmark.PictureFolder;
import io.github.deepgen4j.evaluation.benchmark.Protocol;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.evaluation.journal.Journal;
import io.github.deepgen4j.evaluation.program.PixelColours;
import io.github.deepgen4j.evaluation.program.ShapeWorldDetector;
import io.github.deepgen4j.evaluation.run.Asking;
import io.github.deepgen4j.evaluation.run.RunFolder;
import io.github.deepgen4j.evaluation.run.Scores;
import io.github.deepgen4j.evaluation.run.Scoring;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scene.Renderer;
import io.github.deepgen4j.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** From metadata and pictures in the official layout to a headline, with the exact detector. */
class GenEvalScoringTest {
    private static final Options FEW =
            Options.usual(GenEval.SHAPEWORLD.info()).withSelection(new Selection(List.of(), 4));
    private static final List<GenEvalItem> ALL = GenEval.SHAPEWORLD.load(Path.of("nowhere"), FEW);

    @TempDir
    private Path root;

    private Path pictures() {
        return root.resolve("pictures");
    }

    private void draw(List<GenEvalItem> items) throws IOException {
        for (GenEvalItem item : items) {
            Image image = Renderer.render(
                    ShapeWorldPrompt.ALL.get(item.index()).task().scene());
            for (Artifact artifact : GenEval.SHAPEWORLD.artifacts(item)) {
                Path file = pictures().resolve(artifact.file());
                Files.createDirectories(file.getParent());
                if (artifact instanceof Artifact.Side side) {
                    Files.write(file, side.content().get());
                } else {
                    image.writePng(file);
                }
            }
        }
    }

    private Scores score(GenEval version, boolean allowPartial) {
        var folder = new RunFolder(root, pictures());
        try (Journal journal = Journal.open(folder.journalFile(), version.info().word())) {
            var engines = new DetectorAnswerer(ShapeWorldDetector::new, PixelColours::new);
            return new Scoring<>(version, FEW.selection().of(ALL), FEW.withSelection(Selection.ALL), folder)
                    .score(Asking.of(List.of(engines), journal, 4), allowPartial, () -> {});
        }
    }

    private static Optional<Figure> figure(Scores scores, String measure) {
        return scores.figures().stream()
                .filter(figure ->
                        figure.measure().equals(measure) && figure.group().equals("all"))
                .findFirst();
    }

    @Test
    void renderedScenesAreAllCorrectForBothScorers() throws IOException {
        draw(FEW.selection().of(ALL));
        Scores scores = score(GenEval.SHAPEWORLD, false);
        assertThat(scores.headline().orElseThrow().value()).isEqualTo(1);
        assertThat(scores.figures()).hasSize(6 + 4);
        assertThat(figure(scores, "same verdict as ShapeWorld").orElseThrow().value())
                .isEqualTo(1);
        assertThat(scores.notes()).isEmpty();
        assertThat(scores.counts().complete()).isTrue();
    }

    @Test
    void aWrongPictureFailsItsTaskAloneAndSaysWhy() throws IOException {
        List<GenEvalItem> few = FEW.selection().of(ALL);
        draw(few);
        GenEvalItem single = few.getFirst();
        GenEvalItem counted = few.stream()
                .filter(item -> item.tag() == Tag.COUNTING)
                .findFirst()
                .orElseThrow();
        Files.copy(
                pictures().resolve(GenEvalFolder.file(single.id(), 0)),
                pictures().resolve(GenEvalFolder.file(counted.id(), 2)),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Scores scores = score(GenEval.SHAPEWORLD, false);
        assertThat(scores.headline().orElseThrow().value()).isEqualTo((5 + 15.0 / 16) / 6);
        assertThat(figure(scores, "prompts").orElseThrow().value()).isEqualTo(1);
        assertThat(scores.images())
                .filteredOn(image -> image.score().orElse(1) < 1)
                .singleElement()
                .satisfies(image -> {
                    assertThat(image.picture()).isEqualTo(GenEvalFolder.file(counted.id(), 2));
                    assertThat(image.decision()).matches("expected \\w+>=\\d, found 0");
                });
    }

    @Test
    void missingAndDamagedPicturesLeaveNoHeadline() throws IOException {
        List<GenEvalItem> few = FEW.selection().of(ALL);
        draw(few);
        Files.delete(pictures().resolve(GenEvalFolder.file(few.getFirst().id(), 3)));
        Files.writeString(pictures().resolve(GenEvalFolder.file(few.get(1).id(), 0)), "no picture");
        Scores scores = score(GenEval.SHAPEWORLD, false);
        assertThat(scores.headline()).isEmpty();
        assertThat(scores.counts().missing()).isEqualTo(1);
        assertThat(scores.counts().failed()).containsEntry("picture", 2);
        Scores partial = score(GenEval.SHAPEWORLD, true);
        assertThat(partial.headline().orElseThrow().partial())
                .isEqualTo("%d of %d".formatted(4 * few.size() - 2, 4 * few.size()));
    }

    /** The tree of the fixtures, walked as the official scorer did. */
    @Test
    void foreignFoldersAreWalkedAsByTheScript() throws IOException {
        JsonNode layout = Golden.json("eval/layout.json").get("geneval");
        for (JsonNode file : layout.get("walked_tree")) {
            Path path = pictures().resolve(file.asString());
            Files.createDirectories(path.getParent());
            Files.writeString(path, path.toString().endsWith("metadata.jsonl") ? metadata(path) : "x");
        }
        var folder = new PictureFolder(pictures());
        List<String> found = new ArrayList<>();
        for (GenEvalItem item : ALL) {
            GenEval.SHAPEWORLD
                    .find(item, folder)
                    .forEach(drawn -> found.add(drawn.picture().name()));
        }
        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(layout.get("scored_files")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList());
    }

    /** That of the item whose number the folder has; of no item where it has none. */
    private static String metadata(Path file) {
        String name = file.getParent().getFileName().toString();
        return name.matches("[0-9]+") ? ALL.get(Integer.parseInt(name)).metadata() : "{}";
    }

    @Test
    void strayFilesAreScoredAndSaidOnce() throws IOException {
        List<GenEvalItem> few = FEW.selection().of(ALL);
        draw(few);
        for (int i = 0; i < 2; i++) {
            Path file = pictures().resolve(GenEvalFolder.file(few.get(i).id(), 1));
            Files.copy(file, file.resolveSibling("12.png.bak"));
        }
        Scores scores = score(GenEval.SHAPEWORLD, false);
        assertThat(figure(scores, "images").orElseThrow().count()).isEqualTo(4 * few.size() + 2);
        assertThat(scores.notes())
                .singleElement()
                .asString()
                .contains("2 pictures beside the samples are scored too", "the first is 00000 12.png.bak");
    }

    @Test
    void metadataOfAnotherItemAreRefused() throws IOException {
        draw(FEW.selection().of(ALL));
        Files.writeString(pictures().resolve("00001/metadata.jsonl"), ALL.get(2).metadata());
        assertThatThrownBy(() -> score(GenEval.SHAPEWORLD, true))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("metadata.jsonl: ")
                .hasMessageContaining("as in the data, found");
    }

    @Test
    void theOfficialPathsAreThoseOfTheFixtures() {
        JsonNode example = Golden.json("eval/layout.json").get("geneval").get("example");
        GenEvalItem item = ALL.get(example.get("item").asInt());
        assertThat(GenEval.SHAPEWORLD.artifacts(item))
                .extracting(Artifact::file)
                .contains(example.get("path").asString(), item.id() + "/metadata.jsonl");
    }

    @Test
    void thePlanIsDeepGens() {
        GenEval plain = GenEval.VERSIONS.getFirst();
        Protocol protocol = plain.protocol();
        assertThat(protocol.guidance()).hasValue(4);
        assertThat(protocol.steps()).hasValue(50);
        assertThat(plain.plan(ALL.get(3), protocol))
                .extracting(request -> request.seed())
                .containsExactly(3042L, 3043L, 3044L, 3045L);
    }

    @Test
    void aggregationKnowsNoOrder() {
        for (GenEval version : GenEval.VERSIONS) {
            List<Outcome<Judged>> outcomes = new ArrayList<>();
            for (GenEvalItem item : FEW.selection().of(ALL)) {
                for (int sample = 0; sample < 4; sample++) {
                    boolean correct = (item.index() + sample) % 3 != 0;
                    var judged = new Judged(correct, List.of("r"), correct ? 1 : 0.25, correct);
                    outcomes.add(Outcome.of(item.id(), String.valueOf(sample), GenEval.OBJECTS, judged));
                }
            }
            AggregateProperties.check(version, FEW.selection().of(ALL), outcomes, FEW);
        }
    }

    @Test
    void aDetectorWithoutTheClassesRefuses() {
        GenEvalItem item = ALL.getFirst();
        var picture = new Picture.Made(
                "p",
                () -> Renderer.render(ShapeWorldPrompt.ALL.getFirst().task().scene()));
        var question = new io.github.deepgen4j.evaluation.task.Question.Detect(
                picture, 0.3, java.util.Set.of("vase"), java.util.Set.of());
        assertThatThrownBy(() -> new DetectorAnswerer(ShapeWorldDetector::new, PixelColours::new).answer(question, 0))
                .hasMessageContaining("vase");
        assertThat(item.classes()).isSubsetOf(ShapeWorldPrompt.classes());
    }
}
