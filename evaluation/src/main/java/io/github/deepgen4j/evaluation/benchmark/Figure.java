// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

/**
 * One number of a result.
 *
 * @param group a row of tables, such as a category
 * @param measure a column of tables
 * @param count how many units it is the mean or share of
 */
public record Figure(String group, String measure, double value, Form form, long count) {
    /** The ways in which it is printed. */
    public enum Form {
        /** A share, 0..1, of units that pass or fail, in per cent and with an interval. */
        PASSED,
        /** A mean, 0..1, in per cent. */
        SHARE,
        /** A number on the benchmark's own scale. */
        POINTS,
        /** Decibels. */
        DECIBELS
    }
}
