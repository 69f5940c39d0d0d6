// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.shapeworld.edit.InstructionReader;
import io.github.deepgen4j.shapeworld.prompt.PromptReader;
import io.github.deepgen4j.shapeworld.scene.Choices;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.SceneObject;
import io.github.deepgen4j.shapeworld.scoring.SceneReader;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Edit;
import io.github.deepgen4j.shapeworld.task.EditTask;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Kind;
import io.github.deepgen4j.shapeworld.task.Task;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompts and instructions as they are written, and images as they are drawn, are read back exactly. */
class ReadersTest {
    private static Stream<Example> examples(Kind kind, int count) {
        RandomGenerator random = Choices.random(11);
        return Stream.generate(() -> ExampleSet.draw(kind, Split.TRAIN, random)).limit(count);
    }

    @ParameterizedTest
    @EnumSource(Category.class)
    void promptsSayWhatTheyDemand(Category category) {
        examples(category, 500)
                .map(example -> (Task) example)
                .forEach(task -> assertThat(PromptReader.read(task.prompt()))
                        .as(task.prompt())
                        .hasValue(task.requirement()));
    }

    @ParameterizedTest
    @EnumSource(Edit.class)
    void instructionsSayTheirChange(Edit edit) {
        examples(edit, 500)
                .map(example -> (EditTask) example)
                .forEach(task -> assertThat(InstructionReader.read(task.prompt(), task.before()))
                        .as(task.prompt())
                        .hasValue(task.change()));
    }

    @Test
    void scenesAreReadFromTheirImages() {
        for (Kind kind : Kind.ALL) {
            examples(kind, 40).forEach(example -> {
                Scene read = SceneReader.read(example.target()).orElseThrow();
                assertThat(read.background()).isEqualTo(example.scene().background());
                assertThat(read.lettering()).isEqualTo(example.scene().lettering());
                assertThat(objects(read)).isEqualTo(objects(example.scene()));
                assertThat(SceneReader.soundness(example.target())).isEqualTo(1);
            });
        }
    }

    /** Their order in a scene is that of drawing, which no image shows. */
    private static Set<SceneObject> objects(Scene scene) {
        return new HashSet<>(scene.objects());
    }

    @Test
    void spoiledImagesAreNoScenes() {
        RandomGenerator random = Choices.random(3);
        for (Spoiled how : List.of(Spoiled.NOISY, Spoiled.BLURRED)) {
            examples(Category.ATTRIBUTES, 10).forEach(example -> {
                assertThat(SceneReader.read(how.of(example, random))).isEmpty();
                assertThat(SceneReader.soundness(how.of(example, random))).isLessThan(1);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a photo of a dog",
                "a star and a",
                "one minus two red circles",
                "the text \"HELLO\" in red",
                "the text \"A0\" in red",
                "a red",
                "a star on a striped background",
                "a star left of right of a circle"
            })
    void otherWordsAreNoPrompts(String prompt) {
        assertThat(PromptReader.read(prompt)).isEmpty();
    }

    @Test
    void instructionsAboutWhatIsNotThereAreNone() {
        Scene empty = new Scene(Colour.GRAY, List.of());
        assertThat(InstructionReader.read("remove the star", empty)).isEmpty();
        assertThat(InstructionReader.read("write \"K9\" instead", empty)).isEmpty();
        assertThat(InstructionReader.read("sing a song", empty)).isEmpty();
    }
}
