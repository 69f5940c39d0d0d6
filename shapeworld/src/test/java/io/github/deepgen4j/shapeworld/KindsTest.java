// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.prompt.Captions;
import io.github.deepgen4j.shapeworld.scene.Choices;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Lettering;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.Shape;
import io.github.deepgen4j.shapeworld.scoring.EditScore;
import io.github.deepgen4j.shapeworld.scoring.EditScorer;
import io.github.deepgen4j.shapeworld.scoring.PromptScorer;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Edit;
import io.github.deepgen4j.shapeworld.task.EditTask;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Kind;
import io.github.deepgen4j.shapeworld.task.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every category and every edit: right images pass, ruined ones do not, splits do not mix. */
class KindsTest {
    private static final int RIGHT = 200;
    private static final int SPOILED = 12;

    static List<Kind> kinds() {
        return Kind.ALL;
    }

    private static List<Example> examples(Kind kind, int count) {
        RandomGenerator random = Choices.random(7);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            examples.add(ExampleSet.draw(kind, i % 2 == 0 ? Split.TRAIN : Split.HELD_OUT, random));
        }
        return examples;
    }

    private static boolean strict(Example example, Image image) {
        return switch (example) {
            case Task task -> PromptScorer.score(image, task.requirement()).strict();
            case EditTask task -> EditScorer.score(image, task.change()).strict();
        };
    }

    private static long passes(List<Example> examples, Function<Example, Image> image) {
        List<Image> images = examples.stream().map(image).toList(); // in order: they may share random numbers
        return IntStream.range(0, images.size())
                .parallel()
                .filter(i -> strict(examples.get(i), images.get(i)))
                .count();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void rightImagesPass(Kind kind) {
        assertThat(passes(examples(kind, RIGHT), Example::target)).isEqualTo(RIGHT);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void ruinedImagesFail(Kind kind) {
        List<Example> examples = examples(kind, SPOILED);
        RandomGenerator random = Choices.random(1);
        Map<Spoiled, Long> passed = new LinkedHashMap<>();
        for (Spoiled how : Spoiled.values()) {
            if (how.matters(kind)) {
                passed.put(how, passes(examples, example -> how.of(example, random)));
            }
        }
        assertThat(passed.values()).as(passed.toString()).allMatch(count -> count == 0);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anExampleIsItsSeedAndNumber(Kind kind) {
        ExampleSet set = new ExampleSet(Map.of(kind, 1.0), Split.TRAIN, 5);
        List<Example> forwards = LongStream.range(0, 5).mapToObj(set::get).toList();
        List<Example> alone = LongStream.of(4, 3, 2, 1, 0).mapToObj(set::get).toList();
        assertThat(alone.reversed()).isEqualTo(forwards);
        assertThat(forwards).allSatisfy(example -> {
            assertThat(example.kind()).isEqualTo(kind);
            assertThat(example.source().isPresent()).isEqualTo(kind instanceof Edit);
            assertThat(example.plan()).isNotBlank();
        });
        assertThat(Kind.of(kind.word())).isEqualTo(kind);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void trainingAndHeldOutPromptsAreDifferent(Kind kind) {
        RandomGenerator random = Choices.random(3);
        Set<String> train = new HashSet<>();
        Set<String> heldOut = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            train.add(question(ExampleSet.draw(kind, Split.TRAIN, random)));
            heldOut.add(question(ExampleSet.draw(kind, Split.HELD_OUT, random)));
        }
        if (kind == Category.SINGLE) {
            assertThat(train).hasSize(Shape.values().length).isEqualTo(heldOut);
        } else {
            assertThat(train).doesNotContainAnyElementsOf(heldOut);
        }
    }

    /** The input of a model. */
    private static String question(Example example) {
        return example.prompt() + example.source().map(Captions::of).orElse("");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void heldOutCombinationsAreInNoTrainingImage(Kind kind) {
        RandomGenerator random = Choices.random(4);
        for (int i = 0; i < 100; i++) {
            Example train = ExampleSet.draw(kind, Split.COMPOSITION_TRAIN, random);
            assertThat(combinationsHeld(train)).as(train.toString()).isZero();
            if (Split.COMPOSITION.covers(kind)) {
                Example test = ExampleSet.draw(kind, Split.COMPOSITION, random);
                assertThat(combinationsHeld(test)).as(test.toString()).isPositive();
            }
        }
        if (!Split.COMPOSITION.covers(kind)) {
            assertThatThrownBy(() -> ExampleSet.draw(kind, Split.COMPOSITION, random))
                    .hasMessageContaining(kind.word());
        }
    }

    private static long combinationsHeld(Example example) {
        List<Scene> scenes = new ArrayList<>(List.of(example.scene()));
        example.source().ifPresent(scenes::add);
        return scenes.stream()
                .flatMap(scene -> scene.objects().stream())
                .filter(object -> Split.combinationHeld(object.shape(), object.colour()))
                .count();
    }

    @Test
    void everyShapeAndColourIsHeldOutWithAnother() {
        Set<Shape> shapes = new HashSet<>();
        for (Colour colour : Colour.OBJECTS) {
            List<Shape> held = List.of(Shape.values()).stream()
                    .filter(shape -> Split.combinationHeld(shape, colour))
                    .toList();
            assertThat(held).hasSize(1);
            shapes.addAll(held);
        }
        assertThat(shapes).hasSize(Shape.values().length);
    }

    @Test
    void plansSayTheAnswer() {
        List<String> numbers = List.of("one", "two", "three", "four");
        for (Example example : examples(Category.REASON, 200)) {
            Task task = (Task) example;
            int count = task.scene().objects().size();
            assertThat(task.plan()).startsWith(numbers.get(task.requirement().relation() == null ? count - 1 : 0));
            assertThat(task.plan()).doesNotContain("opposite", "plus", "minus", "colour", "shape");
            assertThat(task.slots()).hasSize(Task.SLOTS);
        }
        assertThat(examples(Category.TEXT, 20)).allSatisfy(example -> {
            assertThat(((Task) example).slots()).hasSize(Task.SLOTS);
            assertThat(example.plan())
                    .endsWith('"' + example.scene().lettering().orElseThrow().text() + '"');
        });
    }

    @Test
    void editsSayHowMuchStayed() {
        for (Kind kind : List.of(Edit.RECOLOUR, Edit.MOVE, Edit.TEXT)) {
            for (Example example : examples(kind, 10)) {
                EditTask task = (EditTask) example;
                EditScore right = EditScorer.score(task.target(), task.change());
                assertThat(right.preservation()).hasValue(EditScore.PERFECT);
                EditScore noisy = EditScorer.score(Spoiled.NOISY.of(task, Choices.random(1)), task.change());
                assertThat(noisy.preservation().orElseThrow()).isBetween(10.0, 18.0);
                EditScore unedited = EditScorer.score(task.reference().orElseThrow(), task.change());
                assertThat(unedited.preservation()).hasValue(EditScore.PERFECT);
                assertThat(unedited.strict()).isFalse();
            }
        }
    }

    @Test
    void lettersOutsideTheFontAreRefused() {
        assertThatThrownBy(() -> new Lettering("A0", Colour.RED)).hasMessageContaining("A0");
        assertThatThrownBy(() -> new Lettering("", Colour.RED)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Lettering("ABCDE", Colour.RED)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Kind.of("absent")).hasMessageContaining("edit_recolour");
    }
}
