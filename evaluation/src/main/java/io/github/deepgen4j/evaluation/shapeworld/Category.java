// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.shapeworld;

import java.util.Locale;

/** Kinds of text-to-picture prompts (nano.md section 1.1; text and reasoning prompts are not drawn yet). */
public enum Category {
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
    ATTRIBUTES;

    /** The word used in configurations and reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
