// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.Benchmark.Group;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** The part of a benchmark that is drawn. */
final class SelectionMixin {
    private static final String GENERATION = "generation";
    private static final String EDITING = "editing";

    @Option(
            names = "--per-category",
            paramLabel = "N",
            defaultValue = "50",
            description = "Images per group, default ${DEFAULT-VALUE}; a later run with a larger number adds to them.")
    private int perCategory;

    @Option(
            names = "--only",
            paramLabel = "GROUP",
            split = ",",
            description = "Groups: generation, editing, or names of groups; default all.")
    private Set<String> only = Set.of();

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description = "Set of prompts; for shapeworld held-out (default) or composition.")
    private Optional<String> split;

    /**
     * The images of a benchmark that are asked for.
     *
     * @throws IllegalArgumentException for a split or group that it does not have
     */
    Selection of(Benchmark benchmark) {
        String chosen = split.orElse(benchmark.splits().getFirst());
        List<Group> groups = benchmark.groups(chosen);
        for (String word : only) {
            if (groups.stream().noneMatch(group -> means(word, group))) {
                throw new IllegalArgumentException("--only expected %s, %s or one of %s, found %s"
                        .formatted(
                                GENERATION,
                                EDITING,
                                String.join(
                                        ", ", groups.stream().map(Group::name).toList()),
                                word));
            }
        }
        List<String> names = groups.stream()
                .filter(group -> only.isEmpty() || only.stream().anyMatch(word -> means(word, group)))
                .map(Group::name)
                .toList();
        return new Selection(chosen, names, perCategory);
    }

    private static boolean means(String word, Group group) {
        return word.equals(group.name()) || word.equals(group.edits() ? EDITING : GENERATION);
    }
}
