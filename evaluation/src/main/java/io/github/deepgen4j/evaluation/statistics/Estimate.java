// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.statistics;

/**
 * A number and the interval that holds the true one in 95 of 100 such runs.
 *
 * @param standardError standard deviation of the number over such runs
 * @param items how many items it rests on
 */
public record Estimate(double value, double low, double high, double standardError, int items) {}
