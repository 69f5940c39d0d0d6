// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.record;

/**
 * One reward in an update.
 *
 * @param mean of the images that it was asked for, before weighting
 * @param std of the same
 * @param zeroVariance share of groups whose images all got the same
 * @param groups that it was asked for
 * @param failed judgements
 */
public record RewardColumn(double mean, double std, double zeroVariance, int groups, int failed) {}
