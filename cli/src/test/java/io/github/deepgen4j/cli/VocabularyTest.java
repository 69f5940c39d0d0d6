// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.text.Vocabulary;
import io.github.deepgen4j.shapeworld.ExampleSet;
import io.github.deepgen4j.shapeworld.Split;
import io.github.deepgen4j.shapeworld.prompt.ShapePhrases;
import io.github.deepgen4j.shapeworld.task.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The embedded model's list of words. */
class VocabularyTest {
    private static final Path NANO = Path.of("../nano/src/main/resources/io/github/deepgen4j/nano");

    @Test
    void allPromptsAreInIt() {
        Vocabulary vocabulary = Vocabulary.read(NANO).orElseThrow();
        Random random = new Random(1);
        for (Kind kind : Kind.ALL) {
            for (int i = 0; i < 300; i++) {
                String prompt = ExampleSet.draw(kind, Split.TRAIN, random).prompt();
                assertThat(vocabulary.unknown(prompt)).as(prompt).isEmpty();
            }
        }
    }

    @Test
    void itHasNothingElse() throws Exception {
        assertThat(Files.readAllLines(NANO.resolve(Vocabulary.FILE)))
                .containsExactlyElementsOf(Vocabulary.words(ShapePhrases.all()));
    }
}
