// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

/**
 * One thing to draw. Data only: a benchmark adds what its own {@link Scorer} must know, for example the objects that
 * are asked for.
 */
public interface Item {
    String group();

    /** Position inside the group, from 0. */
    int number();

    String prompt();

    /** True if {@link Benchmark#reference} has an image to edit; false for text to image. */
    boolean edits();

    /** Added to the run's seed, different for every item and the same in every run. */
    long seedOffset();
}
