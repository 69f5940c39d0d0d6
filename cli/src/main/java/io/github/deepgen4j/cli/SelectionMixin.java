// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** The part of a benchmark that is drawn or scored. */
final class SelectionMixin {
    private static final String GENERATION = "generation";
    private static final String EDITING = "editing";

    @Option(
            names = {"--per-category", "--limit"},
            paramLabel = "N",
            description = "Items per group, default: all, of shapeworld 50; a later run with a larger number adds to"
                    + " them.")
    private Optional<Integer> perCategory;

    @Option(
            names = "--only",
            paramLabel = "GROUP",
            split = ",",
            description = "Groups: generation, editing, or names of groups; default all.")
    private Set<String> only = Set.of();

    /**
     * The items of a benchmark that are asked for.
     *
     * @param all of them
     * @throws IllegalArgumentException for a group that it does not have
     */
    <I extends Item, V> Selection of(Benchmark<I, V> benchmark, List<I> all) {
        if (perCategory.filter(number -> number < 1).isPresent()) {
            throw new IllegalArgumentException("--per-category expected at least 1, found " + perCategory.get());
        }
        Map<String, Boolean> edits = new LinkedHashMap<>();
        for (I item : all) {
            edits.computeIfAbsent(
                    item.group(),
                    _ -> benchmark
                            .plan(item, benchmark.protocol())
                            .getFirst()
                            .source()
                            .isPresent());
        }
        for (String word : only) {
            if (edits.entrySet().stream().noneMatch(group -> means(word, group))) {
                throw new IllegalArgumentException("--only expected %s, %s or one of %s, found %s"
                        .formatted(GENERATION, EDITING, String.join(", ", edits.keySet()), word));
            }
        }
        List<String> names = edits.entrySet().stream()
                .filter(group -> only.stream().anyMatch(word -> means(word, group)))
                .map(Map.Entry::getKey)
                .toList();
        return new Selection(names, perCategory.orElse(0));
    }

    private static boolean means(String word, Map.Entry<String, Boolean> group) {
        return word.equals(group.getKey()) || word.equals(group.getValue() ? EDITING : GENERATION);
    }
}
