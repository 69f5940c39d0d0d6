// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

/**
 * An item's part of a headline, which is the mean over strata of {@code sum / count}, each summed over items: what
 * intervals and comparisons over items are computed from.
 *
 * @param stratum a group whose mean enters the headline; one for all where the headline is a plain mean
 * @param sum of the item's values on the headline's scale
 * @param count of its units: pictures, words or questions
 */
public record Contribution(String item, String stratum, double sum, double count) {}
