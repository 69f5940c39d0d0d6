// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

/** One entry of a benchmark. Data only: a benchmark adds what its rules must know. */
public interface Item {
    /** Unique in the benchmark and the same in every run. */
    String id();

    /** The part of the benchmark that it belongs to, for selections and reports. */
    String group();

    String prompt();
}
