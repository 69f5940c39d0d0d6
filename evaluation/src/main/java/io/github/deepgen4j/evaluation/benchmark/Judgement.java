// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * @param passed everything that was asked for is right
 * @param measures graded measures in the order of reports; one that does not apply to the item is absent
 */
public record Judgement(boolean passed, Map<String, Double> measures) {
    public Judgement {
        measures = new LinkedHashMap<>(measures);
    }
}
