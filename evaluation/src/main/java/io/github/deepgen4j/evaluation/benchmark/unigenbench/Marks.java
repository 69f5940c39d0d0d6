// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.unigenbench;

import java.util.Collections;
import java.util.List;

/**
 * A judge's marks for the test points of one image.
 *
 * @param right in the order of the points: whether the mark equals 1
 * @param read whether the reply could be read; if not, the scorer of reinforcement learning takes all for wrong
 * @param counted whether the official script counts the image: it stores marks as JSON and reads them back as Python,
 *     where {@code true}, {@code false} and {@code null} are no words, and takes nothing but a list
 */
public record Marks(List<Boolean> right, boolean read, boolean counted) {
    public Marks {
        right = List.copyOf(right);
    }

    static Marks unread(int points) {
        return new Marks(Collections.nCopies(points, false), false, true);
    }
}
