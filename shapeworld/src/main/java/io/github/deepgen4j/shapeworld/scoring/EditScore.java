// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import java.util.OptionalDouble;

/**
 * The score of an image as the result of an edit. The graded parts move long before the strict one.
 *
 * @param strict background, number of objects, and every object with shape, colour, size and place; or the letters with
 *     their colour and background
 * @param count the right number of objects; of letters: one in every place and nothing elsewhere
 * @param shapes share of the wanted shapes that occur; of letters: that are right
 * @param colours share of the wanted colours that occur
 * @param places share of the wanted objects where one of their shape is in the right place; 1 of letters
 * @param sizes share of the wanted objects where one of their shape has the right size, or is added; 1 of letters
 * @param background the wanted one
 * @param preservation peak signal-to-noise ratio in dB, at most {@link #PERFECT}, against the wanted image over the
 *     pixels that should stay as they were; empty when there are none
 */
public record EditScore(
        boolean strict,
        boolean count,
        double shapes,
        double colours,
        double places,
        double sizes,
        boolean background,
        OptionalDouble preservation) {
    /** Ratio in dB that equal pixels get. */
    public static final double PERFECT = 60;
}
