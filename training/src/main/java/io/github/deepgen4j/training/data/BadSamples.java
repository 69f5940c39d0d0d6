// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The samples of a run that could not be used, each once, up to a budget. Safe for several threads. */
public final class BadSamples {
    /** A sample and why it could not be used. */
    public record Bad(String source, int index, String reason) {}

    private final int budget;
    private final Map<String, Map<Integer, Bad>> found = new TreeMap<>();
    private final Consumer<String> told;
    private int count;

    /**
     * @param budget the most that are accepted
     * @param told of each, once
     */
    BadSamples(int budget, Consumer<String> told) {
        this.budget = budget;
        this.told = told;
    }

    /** @throws DataException if the budget is exceeded */
    synchronized void add(Source source, int index, String reason) {
        Bad bad = new Bad(source.name(), index, reason);
        if (found.computeIfAbsent(source.name(), _ -> new TreeMap<>()).put(index, bad) != null) {
            return;
        }
        told.accept("skipped: " + reason);
        if (++count > budget) {
            throw new DataException(
                    "expected at most %d bad samples, found %d; for example %s".formatted(budget, count, reason));
        }
    }

    /** All so far, by source and number. */
    public synchronized List<Bad> list() {
        List<Bad> all = new ArrayList<>();
        found.values().forEach(ofSource -> all.addAll(ofSource.values()));
        return all;
    }
}
