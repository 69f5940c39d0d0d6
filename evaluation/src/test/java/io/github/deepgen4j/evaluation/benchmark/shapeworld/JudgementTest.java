// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.shapeworld;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.evaluation.benchmark.Verdict;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.shapeworld.ExampleSet;
import io.github.deepgen4j.shapeworld.Split;
import io.github.deepgen4j.shapeworld.scene.Choices;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Edit;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Kind;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Words alone give the verdict that the example gives. */
class JudgementTest {
    private static Verdict byWords(Example example, Image image) {
        return example.reference()
                .map(source -> Judgement.ofInstruction(example.prompt(), source, image))
                .orElseGet(() -> Judgement.ofPrompt(example.prompt(), image))
                .orElseThrow();
    }

    @Test
    void wordsJudgeAsTheExampleDoes() {
        RandomGenerator random = Choices.random(5);
        for (Kind kind : Kind.ALL) {
            for (int i = 0; i < 10; i++) {
                Example example = ExampleSet.draw(kind, Split.HELD_OUT, random);
                Image other = ExampleSet.draw(kind, Split.HELD_OUT, random).target();
                for (Image image : List.of(example.target(), other)) {
                    assertThat(byWords(example, image)).as(example.prompt()).isEqualTo(Judgement.of(example, image));
                }
                assertThat(Judgement.grade(byWords(example, example.target()))).isEqualTo(1);
            }
        }
    }

    @Test
    void aBetterImageHasAHigherGrade() {
        RandomGenerator random = Choices.random(5);
        Example example = ExampleSet.draw(Category.ATTRIBUTES, Split.HELD_OUT, random);
        Image right = example.target();
        Image large = Resize.resize(right, new Size(256, 256), Filter.BICUBIC);
        Image empty = Image.of(64, 64, new byte[3 * 64 * 64]);
        assertThat(grade(example.prompt(), right)).isEqualTo(1);
        assertThat(grade(example.prompt(), large)).isEqualTo(1);
        assertThat(grade(example.prompt(), empty)).isLessThan(0.5);
    }

    private static double grade(String prompt, Image image) {
        return Judgement.grade(Judgement.ofPrompt(prompt, image).orElseThrow());
    }

    @Test
    void whatIsNotOfThisWorldHasNoVerdict() {
        Example edit = ExampleSet.draw(Edit.RECOLOUR, Split.HELD_OUT, Choices.random(1));
        assertThat(Judgement.ofPrompt("a photo of a dog", edit.target())).isEmpty();
        assertThat(Judgement.ofInstruction("make it nicer", edit.target(), edit.target()))
                .isEmpty();
        Image noise = Image.of(
                64,
                64,
                Choices.random(1)
                        .ints(3 * 64 * 64, 0, 256)
                        .collect(java.io.ByteArrayOutputStream::new, java.io.ByteArrayOutputStream::write, (a, b) -> {})
                        .toByteArray());
        assertThat(Judgement.ofInstruction(edit.prompt(), noise, edit.target())).isEmpty();
    }
}
