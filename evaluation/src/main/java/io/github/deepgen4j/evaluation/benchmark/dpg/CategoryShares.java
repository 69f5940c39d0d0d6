// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.dpg;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The shares of questions that are answered yes, by category. Withdrawn answers count as they were given.
 *
 * @param shares by name, in the order of names
 */
record CategoryShares(SortedMap<String, Share> shares) {
    /** @param questions more than none */
    record Share(int yes, int questions) {
        double value() {
            return (double) yes / questions;
        }

        private static Share sum(Share one, Share other) {
            return new Share(one.yes + other.yes, one.questions + other.questions);
        }
    }

    /** Of the top categories. */
    static CategoryShares top(Iterable<CropScore> crops) {
        return of(crops, DpgQuestion::topCategory);
    }

    /** Of the full categories. */
    static CategoryShares full(Iterable<CropScore> crops) {
        return of(crops, DpgQuestion::category);
    }

    private static CategoryShares of(Iterable<CropScore> crops, Function<DpgQuestion, String> category) {
        SortedMap<String, Share> shares = new TreeMap<>();
        for (CropScore crop : crops) {
            for (Map.Entry<DpgQuestion, Boolean> answer : crop.yes().entrySet()) {
                shares.merge(category.apply(answer.getKey()), new Share(answer.getValue() ? 1 : 0, 1), Share::sum);
            }
        }
        return new CategoryShares(shares);
    }
}
