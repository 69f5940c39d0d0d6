// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

/**
 * The noise levels between which one step leads, the second one smaller.
 *
 * @param from in (0, 1]
 * @param to in [0, from)
 * @param second the level after the first of the schedule, by which flow-SDE replaces a level of exactly 1
 */
public record Interval(float from, float to, float second) {
    /** sqrt(from - to) */
    public double rootLength() {
        return Math.sqrt((double) from - to);
    }
}
