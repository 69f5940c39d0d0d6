// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.task;

import java.util.List;
import java.util.Locale;

/** Kinds of text-to-image prompts (spec/shapeworld.md section 2). */
public enum Category implements Kind {
    /** {@code a star} */
    SINGLE,
    /** {@code a [small|large] red star} */
    COLOUR,
    /** {@code a star and a circle} */
    TWO,
    /** {@code a red star on a pink background} */
    BACKGROUND,
    /** {@code a [red] star left of a [blue] circle} */
    POSITION,
    /** {@code three red circles} */
    COUNT,
    /** {@code a red star and a blue circle} */
    ATTRIBUTES,
    /** {@code the text "AB7" in red} */
    TEXT,
    /**
     * A prompt that must be worked out first: {@code a round shape in the colour of grass},
     * {@code two plus one red circles}.
     */
    REASON;

    /** The categories that name objects outright; the vocabulary of the nano's tokenizer is learned from these. */
    public static final List<Category> PLAIN = List.of(SINGLE, COLOUR, TWO, BACKGROUND, POSITION, COUNT, ATTRIBUTES);

    @Override
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
