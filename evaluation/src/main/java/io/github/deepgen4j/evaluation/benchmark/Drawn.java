// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import io.github.deepgen4j.evaluation.task.Picture;
import java.util.List;

/**
 * A picture that was found for an item.
 *
 * @param sample which one of the item's: its number, or what a foreign folder has in its place
 * @param sources further pictures of the folder that belong to it, for example the copy of the one that was edited
 */
public record Drawn(String sample, Picture picture, List<Picture> sources) {
    public Drawn {
        sources = List.copyOf(sources);
    }

    public Drawn(String sample, Picture picture) {
        this(sample, picture, List.of());
    }
}
