// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.overlap;

import io.github.deepgen4j.evaluation.benchmark.Item;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The prompts of a benchmark, looked for among texts of training: equal but for case, white space and marks. A model
 * that was trained on them is not tested by them.
 */
public final class Overlap {
    private final Map<String, List<String>> items = new LinkedHashMap<>(); // normal text -> ids
    private final Set<String> found = new LinkedHashSet<>();
    private final int prompts;

    public Overlap(Collection<? extends Item> benchmark) {
        for (Item item : benchmark) {
            items.computeIfAbsent(NormalText.of(item.prompt()), _ -> new ArrayList<>())
                    .add(item.id());
        }
        items.remove("");
        prompts = benchmark.size();
    }

    /** Looks at a text of training; true if it is a prompt of the benchmark. */
    public boolean check(String text) {
        List<String> ids = items.get(NormalText.of(text));
        if (ids == null) {
            return false;
        }
        found.addAll(ids);
        return true;
    }

    /** The items whose prompt was among the texts, in the order in which they were found. */
    public List<String> found() {
        return List.copyOf(found);
    }

    /** Number of items of the benchmark. */
    public int prompts() {
        return prompts;
    }
}
