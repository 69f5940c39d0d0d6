// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import java.util.List;

/** A list of things to draw, in groups that are reported one by one. */
public interface Benchmark {
    /** The word used on the command line and in files. */
    String name();

    /** The sets of prompts that it measures with, the usual one first. */
    List<String> splits();

    /**
     * The groups of a split, in the order of reports.
     *
     * @throws IllegalArgumentException if there is no such split
     */
    List<Group> groups(String split);

    /**
     * The items of a selection, group by group. The same selection gives the same items; a larger {@code perGroup} only
     * adds to them.
     *
     * @throws IllegalArgumentException if the benchmark has no such split or group
     */
    List<Item> items(Selection selection);

    /** @param edits whether its items have an image to edit */
    record Group(String name, boolean edits) {}
}
