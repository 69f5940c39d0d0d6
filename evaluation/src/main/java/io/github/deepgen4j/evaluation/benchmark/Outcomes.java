// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The outcomes of a run by item, sample and task, in an order that does not depend on that of their records. */
public final class Outcomes<V> {
    /** Numbers by value and before words, which stand in the order of their characters. */
    static final Comparator<String> NATURAL = Comparator.comparing((String word) -> !isNumber(word))
            .thenComparing(word -> isNumber(word) ? Long.parseLong(word) : 0L)
            .thenComparing(Comparator.naturalOrder());

    private final Map<String, SortedMap<String, SortedMap<String, Outcome<V>>>> byItem = new HashMap<>();

    /** @throws IllegalArgumentException if a task has two outcomes */
    public Outcomes(Collection<Outcome<V>> all) {
        for (Outcome<V> outcome : all) {
            Outcome<V> before = byItem.computeIfAbsent(outcome.item(), _ -> new TreeMap<>(NATURAL))
                    .computeIfAbsent(outcome.sample(), _ -> new TreeMap<>(NATURAL))
                    .put(outcome.task(), outcome);
            if (before != null) {
                throw new IllegalArgumentException("item %s, sample %s, task %s expected one outcome, found two"
                        .formatted(outcome.item(), outcome.sample(), outcome.task()));
            }
        }
    }

    private static boolean isNumber(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) < '0' || word.charAt(i) > '9') {
                return false;
            }
        }
        return !word.isEmpty() && word.length() < 18;
    }

    /** The outcomes of an item by sample and task name, both in natural order; empty if it has none. */
    public SortedMap<String, SortedMap<String, Outcome<V>>> of(Item item) {
        return byItem.getOrDefault(item.id(), new TreeMap<>(NATURAL));
    }

    /** The values of a sample's tasks by name, failures left out. */
    public Map<String, V> values(Item item, String sample) {
        Map<String, V> values = new LinkedHashMap<>();
        of(item).getOrDefault(sample, new TreeMap<>())
                .forEach((name, outcome) -> outcome.value().ifPresent(value -> values.put(name, value)));
        return values;
    }

    /** The value of one task, if it has one. */
    public Optional<V> value(Item item, String sample, String task) {
        return Optional.ofNullable(values(item, sample).get(task));
    }

    /** All values of an item, sample by sample, failures left out. */
    public List<V> values(Item item) {
        List<V> values = new ArrayList<>();
        of(item).values()
                .forEach(tasks ->
                        tasks.values().forEach(outcome -> outcome.value().ifPresent(values::add)));
        return values;
    }
}
