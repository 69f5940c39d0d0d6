// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

/**
 * The score of one picture, for walls of pictures and comparisons.
 *
 * @param score on the headline's scale
 * @param decision in words, for example why it failed; may be empty
 */
public record SampleScore(String item, String sample, double score, String decision) {}
