// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The ten colours of GenEval, in its order ({@code geneval: evaluation/evaluate_images.py}). */
public enum BasicColour {
    RED,
    ORANGE,
    YELLOW,
    GREEN,
    BLUE,
    PURPLE,
    PINK,
    BROWN,
    BLACK,
    WHITE;

    /** The word used in prompts. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The colour of a word, which is empty for any other word. */
    public static Optional<BasicColour> of(String word) {
        return Arrays.stream(values())
                .filter(colour -> colour.word().equals(word))
                .findFirst();
    }
}
