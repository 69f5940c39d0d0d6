// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import java.util.List;

/**
 * The items of a benchmark that are drawn.
 *
 * @param split the benchmark's word for a set of prompts
 * @param groups at least one
 * @param perGroup items of each group, 1 to {@link #MOST}
 */
public record Selection(String split, List<String> groups, int perGroup) {
    public static final int MOST = 1000;

    public Selection {
        groups = List.copyOf(groups);
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("groups expected at least one, found none");
        }
        if (perGroup < 1 || perGroup > MOST) {
            throw new IllegalArgumentException("items per group expected 1 to %d, found %d".formatted(MOST, perGroup));
        }
    }
}
