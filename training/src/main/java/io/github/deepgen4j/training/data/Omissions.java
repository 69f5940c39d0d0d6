// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

/** Told of data that a run does not learn from, by any thread. */
@FunctionalInterface
public interface Omissions {
    /** A sample that cannot be used, once. */
    void add(BadSamples.Bad sample);

    /** Files of a source that belong to no sample, and damage, once when it is opened; not called without any. */
    default void leftOut(String source, Inventory inventory) {}
}
