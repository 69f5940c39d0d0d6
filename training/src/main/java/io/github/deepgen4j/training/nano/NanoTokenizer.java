// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import io.github.deepgen4j.model.text.PromptTemplate;
import io.github.deepgen4j.shapeworld.ExampleSet;
import io.github.deepgen4j.shapeworld.Split;
import io.github.deepgen4j.shapeworld.scene.Choices;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Example;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The nano's tokenizer: learned from ShapeWorld's sentences inside the templates. The same code gives the same file.
 */
public final class NanoTokenizer {
    private static final int MERGES = 300;
    private static final int TASKS_OF_EACH_CATEGORY = 500;

    private NanoTokenizer() {}

    /** Learns the vocabulary and writes {@code tokenizer.json} and {@code tokenizer_config.json}. */
    public static void write(Path folder) throws IOException {
        TokenizerFile.write(folder, BpeTrainer.train(corpus(), MERGES));
    }

    private static List<String> corpus() {
        RandomGenerator random = Choices.random(0);
        List<String> corpus = new ArrayList<>();
        for (Category category : Category.PLAIN) {
            for (int i = 0; i < TASKS_OF_EACH_CATEGORY; i++) {
                Example example = ExampleSet.draw(category, Split.TRAIN, random);
                corpus.add("user\nGenerate an image: " + example.prompt());
                corpus.add("\n");
                corpus.add("assistant\n");
                corpus.add(example.plan());
                example.slots().forEach(word -> corpus.add(" " + word));
            }
        }
        for (Colour colour : Colour.values()) {
            for (String sentence : List.of(
                    "make the circle %s",
                    "change the background to %s",
                    "remove the %s star",
                    "add a %s cross",
                    "replace the %s square with a triangle",
                    "move the %s circle to the left")) {
                corpus.add("\n" + sentence.formatted(colour.word()));
            }
        }
        corpus.add(PromptTemplate.EDIT_NEGATIVE);
        corpus.add("Keep the image as it is.");
        return corpus;
    }
}
