// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The items of a benchmark that are drawn and scored.
 *
 * @param groups all when empty
 * @param perGroup the first so many of each group, 1 to {@link #MOST}; 0 for all
 */
public record Selection(List<String> groups, int perGroup) {
    public static final int MOST = 1000;

    /** The whole benchmark. */
    public static final Selection ALL = new Selection(List.of(), 0);

    public Selection {
        groups = List.copyOf(groups);
        if (perGroup < 0 || perGroup > MOST) {
            throw new IllegalArgumentException("items per group expected 1 to %d, found %d".formatted(MOST, perGroup));
        }
    }

    /** The chosen ones of all items, in their order. */
    public <I extends Item> List<I> of(List<I> all) {
        Map<String, Integer> taken = new HashMap<>();
        List<I> chosen = new ArrayList<>();
        for (I item : all) {
            boolean asked = groups.isEmpty() || groups.contains(item.group());
            if (asked && (perGroup == 0 || taken.merge(item.group(), 1, Integer::sum) <= perGroup)) {
                chosen.add(item);
            }
        }
        return chosen;
    }
}
