// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A program's judgement of an image, always the same.
 *
 * @param passed everything that was asked for is right
 * @param measures graded measures in the order of reports; one that does not apply to the item is absent
 */
public record Verdict(boolean passed, Map<String, Double> measures) {
    private static final String PASSED = "passed";

    public Verdict {
        measures = new LinkedHashMap<>(measures);
    }

    /** The verdict that both have passed, with the measures of both. */
    Verdict and(Verdict other) {
        Map<String, Double> all = new LinkedHashMap<>(measures);
        all.putAll(other.measures);
        return new Verdict(passed && other.passed, all);
    }

    /** As measures alone, to be kept as a reply. */
    public Map<String, Double> flat() {
        Map<String, Double> all = new LinkedHashMap<>();
        all.put(PASSED, passed ? 1.0 : 0);
        all.putAll(measures);
        return all;
    }

    /** The verdict of {@link #flat}. */
    public static Verdict of(Map<String, Double> flat) {
        Map<String, Double> measures = new LinkedHashMap<>(flat);
        return new Verdict(measures.remove(PASSED) == 1, measures);
    }
}
