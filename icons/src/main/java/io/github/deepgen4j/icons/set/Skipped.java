// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.set;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Things left out, by reason. Safe for several threads. */
public final class Skipped {
    private static final int EXAMPLES = 5;

    private final Map<String, Set<String>> byReason = new TreeMap<>();

    /** Counts one, once. */
    public synchronized void add(String reason, String what) {
        byReason.computeIfAbsent(reason, _ -> new LinkedHashSet<>()).add(what);
    }

    public synchronized int count() {
        return byReason.values().stream().mapToInt(Set::size).sum();
    }

    /** The number of those left out for a reason. */
    public synchronized int count(String reason) {
        return byReason.getOrDefault(reason, Set.of()).size();
    }

    /** One line a reason: how many, why, and some of them. */
    public synchronized List<String> lines() {
        return byReason.entrySet().stream()
                .map(entry -> entry.getValue().size() + " left out, " + entry.getKey() + ": "
                        + entry.getValue().stream().limit(EXAMPLES).collect(Collectors.joining(", "))
                        + (entry.getValue().size() > EXAMPLES ? ", ..." : ""))
                .toList();
    }
}
