// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import io.github.deepgen4j.model.image.Image;
import java.util.List;

/** A list of things to draw, in groups that are reported one by one, and the scorer of what was drawn. */
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

    /**
     * The image that an item edits, made or read anew by every call.
     *
     * @throws IllegalArgumentException if it edits none, or is an item of another benchmark
     */
    Image reference(Item item);

    /** Judges images drawn for this benchmark's items. */
    Scorer scorer();

    /** @param edits whether its items have an image to edit */
    record Group(String name, boolean edits) {}
}
