// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.components.NetworkOptions;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.text.MergedGrid;
import io.github.deepgen4j.model.text.PromptTemplate;
import io.github.deepgen4j.model.weights.DeepGenInitialiser;
import io.github.deepgen4j.testing.Golden;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of more tokens than allowed lose their end, and nothing else. */
class TruncationTest {
    private static final int LIMIT = 40;
    private static final String SMILE = "\uD83D\uDE00"; // two chars, one character

    private static Networks model;
    private static PromptTemplate template;

    @BeforeAll
    static void open() {
        model = Networks.open(Golden.path("tiny"), NetworkOptions.trainable(0, new DeepGenInitialiser(6)));
        template = new PromptTemplate(model.tokenizer());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static long[] prompt(int limit, String text, MergedGrid... grids) {
        return new ForwardPass(model, Weighting.NONE, Truncation.TEXT, limit)
                .prompt(text, List.of(grids))
                .ids();
    }

    /** The text of a row between its first and last words. */
    private static String between(String first, long[] row) {
        String text = model.tokenizer().decode(row);
        assertThat(text).startsWith(first).endsWith("\nassistant\n");
        return text.substring(first.length(), text.length() - "\nassistant\n".length());
    }

    @Test
    void longTextLosesItsEnd() {
        String text = "a red circle above a blue square, ".repeat(30);
        long[] row = prompt(LIMIT, text);
        assertThat(row).hasSizeBetween(LIMIT - 4, LIMIT);
        String kept = between("user\nGenerate an image: ", row);
        assertThat(text).startsWith(kept);
        assertThat(row).isEqualTo(template.generate(kept));
        assertThat(prompt(LIMIT, "a fox")).isEqualTo(template.generate("a fox"));
    }

    /** Wherever the cut falls. */
    @ParameterizedTest
    @ValueSource(strings = {"", "a"})
    void charactersOfTwoCharsAreNotCut(String before) {
        String text = before + SMILE.repeat(100);
        for (int limit = LIMIT; limit < LIMIT + 12; limit++) {
            long[] row = prompt(limit, text);
            assertThat(row).hasSizeBetween(limit - 12, limit);
            String kept = between("user\nGenerate an image: ", row);
            assertThat(kept).isEqualTo(before + SMILE.repeat((kept.length() - before.length()) / 2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", SMILE, SMILE + "a", "\uD83D"})
    void textThatHasNoPlaceIsLeftOut(String text) {
        assertThat(prompt(1, text)).isEqualTo(template.generate(""));
    }

    @Test
    void imagesOfAnEditStay() {
        MergedGrid[] grids = {new MergedGrid(3, 4), new MergedGrid(2, 5)};
        String text = "make the sky purple and add a small boat, ".repeat(30);
        long[] row = prompt(LIMIT, text, grids);
        assertThat(row).hasSizeBetween(LIMIT + 22 - 4, LIMIT + 22);
        assertThat(LongStream.of(row).filter(id -> id == template.imagePad())).hasSize(22);
        String kept = between("user\n\n", row);
        assertThat(text).startsWith(kept);
        assertThat(row).isEqualTo(template.edit(kept, List.of(grids)));
    }
}
