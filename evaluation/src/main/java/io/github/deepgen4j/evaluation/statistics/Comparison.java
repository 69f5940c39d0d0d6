// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.statistics;

/**
 * Two runs over the same items.
 *
 * @param base headline of the first run over the items that both have
 * @param next headline of the second run over the same items
 * @param difference of the second over the first, with its paired interval
 * @param p how often a difference as large comes about between runs that do not differ; of one run each by swapping
 *     the runs' results of random items, of several seeds each by Student's t
 * @param better items whose own mean is higher in the second run
 * @param worse items whose own mean is lower in the second run
 * @param signs exact test of {@code better} against {@code worse}; with one image an item that passes or fails,
 *     McNemar's
 * @param smallest the difference that such a pair of runs would have found, at the level of 5 %, in 80 of 100 tries
 */
public record Comparison(
        double base,
        double next,
        Estimate difference,
        double p,
        int better,
        int worse,
        McNemar signs,
        double smallest) {}
