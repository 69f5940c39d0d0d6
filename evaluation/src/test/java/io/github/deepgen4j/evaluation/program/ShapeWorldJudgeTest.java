// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.evaluation.answer.QuestionsAnswerer;
import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.evaluation.benchmark.corebench.CoReBench;
import io.github.deepgen4j.evaluation.benchmark.dpg.Dpg;
import io.github.deepgen4j.evaluation.benchmark.gedit.Gedit;
import io.github.deepgen4j.evaluation.benchmark.unigenbench.UniGenBench;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.evaluation.journal.Journal;
import io.github.deepgen4j.evaluation.report.RunReport;
import io.github.deepgen4j.evaluation.report.RunScores;
import io.github.deepgen4j.evaluation.run.Asking;
import io.github.deepgen4j.evaluation.run.RunFolder;
import io.github.deepgen4j.evaluation.run.Scores;
import io.github.deepgen4j.evaluation.run.Scoring;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.edit.InstructionReader;
import io.github.deepgen4j.shapeworld.prompt.PromptReader;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Layout;
import io.github.deepgen4j.shapeworld.scene.Renderer;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.SceneObject;
import io.github.deepgen4j.shapeworld.scoring.SceneReader;
import io.github.deepgen4j.shapeworld.task.Change;
import io.github.deepgen4j.shapeworld.task.Requirement;
import io.github.deepgen4j.shapeworld.task.Requirement.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four benchmarks over ShapeWorld, from their prompts to the page, with pictures that are right or not. */
class ShapeWorldJudgeTest {
    private static final List<Answerer> EXACT =
            List.of(new ShapeWorldJudge(), new QuestionsAnswerer(ShapeWorldQuestions::new));
    private static final Image EMPTY = Renderer.render(new Scene(Colour.GRAY, List.of()));

    @TempDir
    private Path folder;

    /** A picture that does what a prompt asks. */
    private static Image right(String prompt) {
        Requirement wanted = PromptReader.read(prompt).orElseThrow();
        Colour ground = wanted.background() == null ? Colour.GRAY : wanted.background();
        return Renderer.render(
                wanted.lettering() != null
                        ? new Scene(ground, wanted.lettering())
                        : new Scene(ground, objects(wanted)));
    }

    private static List<SceneObject> objects(Requirement wanted) {
        List<SceneObject> objects = new ArrayList<>();
        boolean second = wanted.relation() != null && !wanted.relation().firstComesFirst();
        boolean down = wanted.relation() != null && !wanted.relation().horizontal();
        for (Wanted one : wanted.objects()) {
            int place = Layout.GRID.get(second ? 3 - objects.size() : objects.size());
            SceneObject object = Layout.medium(
                    one.shape(),
                    one.colour() == null ? Colour.RED : one.colour(),
                    down ? 24 : place,
                    down ? place : 24);
            objects.add(
                    one.size() == null
                            ? object
                            : new SceneObject(object.shape(), object.colour(), one.size(), object.x(), object.y()));
        }
        return objects;
    }

    private static Image edited(String instruction, Image source) {
        return SceneReader.read(source)
                .flatMap(scene -> InstructionReader.read(instruction, scene))
                .map(Change::target)
                .orElseThrow();
    }

    /** Draws the first items of each group and scores them. */
    private <I extends Item, V> Scores score(
            Benchmark<I, V> benchmark, int perGroup, BiFunction<String, Optional<Image>, Image> painter)
            throws IOException {
        Path pictures = folder.resolve("pictures");
        Options options = Options.usual(benchmark.info()).withSelection(new Selection(List.of(), perGroup));
        List<I> all = benchmark.load(folder, options);
        for (I item : options.selection().of(all)) {
            Optional<Image> source = benchmark
                    .plan(item, benchmark.protocol())
                    .getFirst()
                    .source()
                    .map(picture -> picture.image());
            Image painted = painter.apply(item.prompt(), source);
            for (Artifact artifact : benchmark.artifacts(item)) {
                Path file = pictures.resolve(artifact.file());
                Files.createDirectories(file.getParent());
                switch (artifact) {
                    case Artifact.Single _ -> painted.writePng(file);
                    case Artifact.Grid grid ->
                        grid.join(grid.samples().stream().map(_ -> painted).toList())
                                .writePng(file);
                    case Artifact.Side side -> Files.write(file, side.content().get());
                }
            }
        }
        RunFolder run = new RunFolder(Files.createDirectories(folder.resolve("results")), pictures);
        try (Journal journal = Journal.open(run.journalFile(), benchmark.info().word() + " en")) {
            return new Scoring<>(benchmark, all, options, run).score(Asking.of(EXACT, journal, 2), true, () -> {});
        }
    }

    private static double headline(Scores scores) {
        assertThat(scores.counts().failed()).isEmpty();
        return scores.headline().orElseThrow().value();
    }

    @Test
    void rightPicturesHaveTheBestScores() throws IOException {
        Scores dpg = score(Dpg.VERSIONS.getLast(), 2, (prompt, _) -> right(prompt));
        assertThat(headline(dpg)).isEqualTo(100);
        assertThat(dpg.key().version()).isEqualTo("shapeworld");
        assertThat(dpg.key().by()).containsExactly("vqa shapeworld 1");
        assertThat(dpg.images()).hasSize(9 * 2 * 4);
    }

    @Test
    void marksAndAnswersOfRightPicturesAreFull() throws IOException {
        Scores marks = score(UniGenBench.VERSIONS.getLast(), 2, (prompt, _) -> right(prompt));
        assertThat(headline(marks)).isEqualTo(100);
        assertThat(marks.key().by()).containsExactly("judge shapeworld 1");
        assertThat(marks.images())
                .extracting(Scores.Scored::group)
                .contains("Compound", "Entity Layout", "Text Generation");
    }

    @Test
    void checklistsOfRightPicturesHoldAndAPageShowsThem() throws IOException {
        Scores scores = score(CoReBench.VERSIONS.getLast(), 2, (prompt, _) -> right(prompt));
        assertThat(headline(scores)).isEqualTo(100);
        var run = new RunFolder(folder.resolve("results"), folder.resolve("pictures"));
        String page = Files.readString(RunReport.write(List.of(RunScores.of("run", run)), run.results()));
        assertThat(page).contains("mean of 7 dimensions", "judge shapeworld 1").doesNotContain("contaminated");
    }

    @Test
    void rightEditsHaveTheBestScores() throws IOException {
        Scores scores = score(Gedit.VERSIONS.getLast(), 3, (prompt, source) -> edited(prompt, source.orElseThrow()));
        assertThat(headline(scores)).isEqualTo(10);
        assertThat(scores.images()).hasSize(21);
    }

    @Test
    void whatWasNotEditedIsSeen() throws IOException {
        Scores same = score(Gedit.VERSIONS.getLast(), 3, (_, source) -> source.orElseThrow());
        assertThat(headline(same)).isBetween(1.0, 9.5);
        assertThat(same.images()).allMatch(image -> image.decision().contains("PQ 10"));
    }

    @Test
    void emptyPicturesHaveNothing() throws IOException {
        assertThat(headline(score(CoReBench.VERSIONS.getLast(), 2, (_, _) -> EMPTY)))
                .isZero();
    }

    @Test
    void theBetterOfTwoPicturesOfAPromptIsNamed() {
        String text = "Compare these two images based on the prompt: a red star. Which image is better?";
        Image right = right("a red star");
        Image wrong = right("a blue star");
        assertThat(ShapeWorldJudge.reply(text, List.of(right, wrong)).orElseThrow())
                .endsWith("<answer>Image 1 is better</answer>");
        assertThat(ShapeWorldJudge.reply(text, List.of(wrong, right)).orElseThrow())
                .endsWith("<answer>Image 2 is better</answer>");
        assertThat(ShapeWorldJudge.reply(text, List.of(wrong, wrong)).orElseThrow())
                .endsWith("<answer>Both images are equally good</answer>");
    }

    @Test
    void otherQuestionsAreNotAnswered() {
        assertThat(ShapeWorldJudge.reply("What is this?", List.of(EMPTY))).isEmpty();
        assertThat(ShapeWorldJudge.reply("Prompt: \"a dog\"\nQuestion: \"Is there a dog?\"", List.of(EMPTY)))
                .isEmpty();
        assertThat(ShapeWorldJudge.reply("Editing instruction: sing", List.of(EMPTY, EMPTY)))
                .isEmpty();
        assertThat(ShapeWorldJudge.reply(
                        "Compare these two images based on the prompt: a dog. Which image is better?",
                        List.of(EMPTY, EMPTY)))
                .isEmpty();
        assertThatThrownBy(() -> new ShapeWorldQuestions().answers(EMPTY, List.of("Is there a dog?")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("Is there a dog?");
        assertThat(new ShapeWorldQuestions()
                        .answers(right("a red star"), List.of("Is there a star?", "Is there a blue star?")))
                .containsExactly("yes", "no");
    }

    @Test
    void theSameDataEachTime() {
        for (Benchmark<?, ?> benchmark :
                List.of(Dpg.VERSIONS.getLast(), UniGenBench.VERSIONS.getLast(), CoReBench.VERSIONS.getLast())) {
            Options options = Options.usual(benchmark.info());
            assertThat(benchmark.load(folder, options)).isEqualTo(benchmark.load(folder, options));
        }
        assertThat(Map.of(
                        "dpg", size(Dpg.VERSIONS.getLast()),
                        "unigenbench", size(UniGenBench.VERSIONS.getLast()),
                        "corebench", size(CoReBench.VERSIONS.getLast()),
                        "gedit", size(Gedit.VERSIONS.getLast())))
                .isEqualTo(Map.of("dpg", 1065, "unigenbench", 600, "corebench", 630, "gedit", 606));
    }

    private int size(Benchmark<?, ?> benchmark) {
        return benchmark.load(folder, Options.usual(benchmark.info())).size();
    }
}
