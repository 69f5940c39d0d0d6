// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.prompt.Checklist;
import io.github.deepgen4j.shapeworld.prompt.Checklist.Check;
import io.github.deepgen4j.shapeworld.prompt.PromptReader;
import io.github.deepgen4j.shapeworld.prompt.Questions;
import io.github.deepgen4j.shapeworld.scene.Choices;
import io.github.deepgen4j.shapeworld.scoring.ClaimScorer;
import io.github.deepgen4j.shapeworld.scoring.PromptScorer;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions about the demands of prompts, and their answers. */
class ChecklistTest {
    private static Stream<Task> tasks(Category category, int count) {
        RandomGenerator random = Choices.random(13);
        return Stream.generate(() -> (Task) ExampleSet.draw(category, Split.HELD_OUT, random))
                .limit(count);
    }

    @ParameterizedTest
    @EnumSource(Category.class)
    void everyQuestionIsReadBackAndDependsOnEarlierOnes(Category category) {
        tasks(category, 100).forEach(task -> {
            List<Check> checks = Checklist.of(task.requirement());
            assertThat(checks).isNotEmpty().doesNotHaveDuplicates();
            for (int i = 0; i < checks.size(); i++) {
                int place = i;
                String question = Questions.of(checks.get(i).claim());
                assertThat(Questions.read(question))
                        .as(question)
                        .hasValue(checks.get(i).claim());
                assertThat(checks.get(i).parents()).allMatch(parent -> parent < place);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Category.class)
    void allHoldOfAnImageThatPassesAndNotOfOthers(Category category) {
        RandomGenerator random = Choices.random(2);
        List<Task> tasks = tasks(category, 3).toList();
        for (Task task : tasks) {
            List<Image> images = new ArrayList<>(List.of(task.target()));
            for (Spoiled how : Spoiled.values()) {
                if (how.matters(category)) {
                    images.add(how.of(task, random));
                }
            }
            tasks.forEach(other -> images.add(other.target()));
            for (Image image : images) {
                boolean all = Checklist.of(task.requirement()).stream()
                        .allMatch(check -> ClaimScorer.holds(check.claim(), image));
                assertThat(all)
                        .as(task.prompt())
                        .isEqualTo(PromptScorer.score(image, task.requirement()).strict());
            }
        }
    }

    @Test
    void whatIsAskedIsInPlainWords() {
        assertThat(questions("a small red star left of a blue circle"))
                .containsExactly(
                        "Is there a star?",
                        "Is there a red star?",
                        "Is there a small red star?",
                        "Is there a circle?",
                        "Is there a blue circle?",
                        "Is there a small red star left of a blue circle?",
                        "Are there exactly two objects and nothing else?");
        assertThat(questions("four minus one red crosses"))
                .containsExactly(
                        "Is there a cross?",
                        "Is there a red cross?",
                        "Are there exactly three red crosses?",
                        "Are there exactly three objects and nothing else?");
        assertThat(questions("red letters \"AB7\""))
                .containsExactly("Does it read \"AB7\"?", "Is the text \"AB7\" red?");
    }

    private static List<String> questions(String prompt) {
        return Checklist.of(PromptReader.read(prompt).orElseThrow()).stream()
                .map(check -> Questions.of(check.claim()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Is there a dog?",
                "Is there a star",
                "Are there exactly nine stars?",
                "Is the background striped?",
                "Does it read \"A0\"?",
                "Is there a star and a circle?"
            })
    void otherQuestionsAreNone(String question) {
        assertThat(Questions.read(question)).isEmpty();
    }
}
