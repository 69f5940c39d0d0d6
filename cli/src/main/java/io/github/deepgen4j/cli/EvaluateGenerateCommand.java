// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.Benchmark.Group;
import io.github.deepgen4j.evaluation.benchmark.Drawing;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.SamplingOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code deepgen evaluate generate BENCHMARK}: draws what a benchmark asks for. */
@Command(name = "generate", description = "Generates a benchmark's images; resumes a folder that was begun.")
final class EvaluateGenerateCommand implements Callable<Integer> {
    private static final String GENERATION = "generation";
    private static final String EDITING = "editing";

    @Spec
    private CommandSpec spec;

    @Mixin
    private BenchmarkMixin which;

    @Mixin
    private ModelMixin model;

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

    @Mixin
    private SamplingMixin sampling;

    @Override
    public Integer call() {
        Selection selection = Usage.checked(spec, this::selection);
        SamplingOptions options = Usage.checked(spec, sampling::options);
        model.readBy(new CommandFiles(spec)).writesFolder("--out", which.folder());
        try (var interruption = new Interruption();
                DeepGen deepgen = model.open();
                Bar bar = Bar.open("drawing", total(selection), "images")) {
            Observer observer = new Observer() {
                @Override
                public boolean cancelled() {
                    return interruption.requested();
                }
            };
            new Drawing(deepgen, options, sampling.size())
                    .run(which.benchmark(), selection, which.folder(), observer, () -> bar.step(1));
        }
        System.out.println(which.folder());
        return 0;
    }

    private static long total(Selection selection) {
        return (long) selection.groups().size() * selection.perGroup();
    }

    private Selection selection() {
        Benchmark benchmark = which.benchmark();
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
