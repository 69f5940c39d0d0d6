// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.statistics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The strata of items; one item alone tells nothing about its spread, so strata of one are put together. */
final class Strata {
    private Strata() {}

    /** Names of items by stratum, each with at least two items unless there is only one in all. */
    static Map<String, List<String>> of(Collection<String> names, Map<String, ItemScores> items) {
        Map<String, List<String>> strata = new TreeMap<>();
        for (String name : names) {
            strata.computeIfAbsent(items.get(name).stratum(), _ -> new ArrayList<>())
                    .add(name);
        }
        List<String> single = new ArrayList<>();
        strata.values().removeIf(stratum -> stratum.size() == 1 && single.addAll(stratum));
        if (single.size() > 1 || strata.isEmpty() && !single.isEmpty()) {
            strata.put("", merged(strata.get(""), single));
        } else if (!single.isEmpty()) {
            strata.values().iterator().next().addAll(single);
        }
        return strata;
    }

    private static List<String> merged(List<String> first, List<String> second) {
        List<String> merged = new ArrayList<>(first == null ? List.of() : first);
        merged.addAll(second);
        return merged;
    }
}
