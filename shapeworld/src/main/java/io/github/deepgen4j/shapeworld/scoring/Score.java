// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

/**
 * The score of an image for what was asked. The graded parts move long before the strict one.
 *
 * @param strict everything holds at once
 * @param count the right number of objects; of letters: one in every place and nothing elsewhere
 * @param shapes share of the wanted shapes that occur; of letters: that are right
 * @param colours share of the named colours that occur; 1 when none is named
 * @param sizes share of the named sizes that objects of the right shape have; 1 when none is named
 * @param place the relation holds between objects of the right shapes; true when none is asked
 * @param background the named background, or the default gray
 */
public record Score(
        boolean strict,
        boolean count,
        double shapes,
        double colours,
        double sizes,
        boolean place,
        boolean background) {}
