// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.overlap.Overlap;
import io.github.deepgen4j.evaluation.overlap.TrainingTexts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deepgen evaluate overlap BENCHMARK --prompts FILE...}: whether a benchmark is in the data of training. */
@Command(name = "overlap", description = "Looks for a benchmark's prompts among texts of training.")
final class EvaluateOverlapCommand implements Callable<Integer> {
    private static final int SHOWN = 20;

    @Mixin
    private BenchmarkMixin which;

    @Option(
            names = "--prompts",
            paramLabel = "FILE",
            required = true,
            arity = "1..*",
            description =
                    "Files or folders of texts: .txt and .caption by lines, every string of .json and .jsonl, every"
                            + " cell of .csv.")
    private List<Path> files;

    @Override
    public Integer call() {
        return overlap(which.benchmark());
    }

    private <I extends Item, V> int overlap(Benchmark<I, V> benchmark) {
        var overlap = new Overlap(which.items(benchmark, which.options(Optional.empty())));
        var texts = new AtomicLong();
        for (Path file : files) {
            TrainingTexts.read(file, text -> {
                texts.incrementAndGet();
                overlap.check(text);
            });
        }
        List<String> found = overlap.found();
        System.out.printf(
                "%d of %d prompts of %s are among %d texts%n",
                found.size(), overlap.prompts(), benchmark.info().word(), texts.get());
        found.stream().limit(SHOWN).forEach(id -> System.out.println("  " + id));
        if (found.size() > SHOWN) {
            System.out.println("  and " + (found.size() - SHOWN) + " more");
        }
        return found.isEmpty() ? 0 : 1;
    }
}
