// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.statistics;

import java.util.Objects;

/**
 * Contribution of one item to the mean of one group.
 *
 * @param sum of the scores of its scored units: images, test points, words
 * @param units how many they are; an item without a scored unit adds nothing
 */
public record Term(String group, double sum, double units) {
    public Term {
        Objects.requireNonNull(group, "group");
        if (!Double.isFinite(sum) || !(units >= 0) || Double.isInfinite(units)) {
            throw new IllegalArgumentException(
                    "group %s: expected a finite sum of 0 or more units, found %s of %s".formatted(group, sum, units));
        }
    }
}
