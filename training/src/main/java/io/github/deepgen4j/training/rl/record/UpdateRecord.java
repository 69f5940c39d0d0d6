// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.record;

import java.util.Map;

/**
 * One update as the flight recorder writes it: a line of {@code flight.jsonl}. Everything but {@code seconds} and
 * {@code bytes} is the same when a killed run continues.
 *
 * @param trained numbers of the trained steps
 * @param reward mean of the weighted sums
 * @param rewardStd of the same
 * @param rewards by name
 * @param zeroVariance share of groups without any difference
 * @param dropped groups that were left out
 * @param advantages mean, std, least and most
 * @param ratios quantiles of the ratio of probabilities, by name; none where the loss has none
 * @param measures of the losses, by name
 * @param looks of the images: diversity, NaN where it is not known, saturated, grid
 * @param calls of judges: asked, failed, cached
 * @param seconds by phase, of rank 0
 * @param bytes of rank 0: trajectories in memory and in files
 */
public record UpdateRecord(
        int step,
        int[] trained,
        double reward,
        double rewardStd,
        Map<String, RewardColumn> rewards,
        double zeroVariance,
        int dropped,
        Map<String, Double> advantages,
        Map<String, Double> ratios,
        Map<String, Double> measures,
        Map<String, Double> looks,
        Map<String, Long> calls,
        Map<String, Double> seconds,
        Map<String, Long> bytes) {
    /** A measure of the losses; NaN where there is none of the name. */
    double measure(String name) {
        return measures.getOrDefault(name, Double.NaN);
    }
}
