// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The measured time and speed of one stage.
 *
 * @param gflops 10^9 operations a second, as the reference counts them (Cost)
 * @param peakFraction of what large matrix products reach in this type on this machine
 */
public record Result(String stage, double seconds, double gflops, double peakFraction) {
    static Result of(String stage, double seconds, double operations, double peak) {
        double gflops = operations / seconds / 1e9;
        return new Result(stage, seconds, gflops, gflops / peak);
    }

    /** The figures by the names of the JSON output; those of the arithmetic only where it was counted. */
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("stage", stage);
        facts.put("seconds", seconds);
        if (!Double.isNaN(gflops)) {
            facts.put("gflops", gflops);
            facts.put("peak_fraction", peakFraction);
        }
        return facts;
    }
}
