// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import java.util.Map;
import java.util.TreeMap;

/**
 * The part of a benchmark that a result covers.
 *
 * @param all pictures that the whole benchmark asks for
 * @param expected pictures that the selection asks for
 * @param found pictures that are there
 * @param missing pictures that are not
 * @param whole pictures all of whose questions have an answer
 * @param tasks questions about the pictures that are there
 * @param scored questions with an answer
 * @param failed questions without one, by kind of failure
 */
public record Counts(
        int all, int expected, int found, int missing, int whole, int tasks, int scored, Map<String, Integer> failed) {
    public Counts {
        failed = new TreeMap<>(failed);
    }

    /** True if every picture of the benchmark is there and every question has an answer. */
    public boolean complete() {
        return missing == 0 && scored == tasks && expected == all;
    }

    /** The part that is covered, in words. */
    public String covered() {
        return whole + " of " + all;
    }
}
