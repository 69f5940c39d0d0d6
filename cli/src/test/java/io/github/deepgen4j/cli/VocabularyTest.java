// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.shapeworld.ExampleSet;
import io.github.deepgen4j.shapeworld.Split;
import io.github.deepgen4j.shapeworld.prompt.Vocabulary;
import io.github.deepgen4j.shapeworld.task.Kind;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    @Test
    void allPromptsAreInIt() {
        Random random = new Random(1);
        for (Kind kind : Kind.ALL) {
            for (int i = 0; i < 300; i++) {
                String prompt = ExampleSet.draw(kind, Split.TRAIN, random).prompt();
                assertThat(Vocabulary.unknown(prompt)).as(prompt).isEmpty();
            }
        }
    }

    @Test
    void otherWordsAreNamedOnce() {
        assertThat(Vocabulary.unknown("A cat, a red Cat and \"CAT\"")).containsExactly("cat");
        assertThat(Vocabulary.unknown("\u732b")).containsExactly("\u732b");
    }
}
