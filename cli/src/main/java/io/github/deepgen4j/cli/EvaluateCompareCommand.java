// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.report.RunComparison;
import io.github.deepgen4j.evaluation.report.RunScores;
import io.github.deepgen4j.evaluation.report.RunsFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code deepgen evaluate compare BASE NEW}: whether two runs differ. */
@Command(name = "compare", description = "Compares two scored runs over the same items.")
final class EvaluateCompareCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "BASE",
            description = "Scored run, or a folder of such runs, one a benchmark.")
    private Path base;

    @Parameters(index = "1", paramLabel = "NEW", description = "The run or runs to compare with it.")
    private Path next;

    @Option(
            names = "--base-seed",
            paramLabel = "DIR",
            description = "Another run of BASE's setting with another seed; may be repeated.")
    private List<Path> baseSeeds = List.of();

    @Option(
            names = "--new-seed",
            paramLabel = "DIR",
            description = "Another run of NEW's setting with another seed; may be repeated.")
    private List<Path> nextSeeds = List.of();

    @Option(
            names = "--fail-below",
            paramLabel = "POINTS",
            description = "Exit with 1 if the 95 %% interval of a difference lies below this, for example -1.0.")
    private Optional<Double> failBelow;

    @Option(names = "--json", description = "Print one JSON object a line instead of text.")
    private boolean json;

    @Override
    public Integer call() {
        List<RunComparison> comparisons = RunComparison.adjusted(comparisons());
        for (RunComparison comparison : comparisons) {
            if (json) {
                System.out.println(new JsonMapper().writeValueAsString(comparison));
            } else {
                comparison.lines().forEach(System.out::println);
            }
        }
        return failBelow.isPresent() && comparisons.stream().anyMatch(one -> one.isBelow(failBelow.get())) ? 1 : 0;
    }

    private List<RunComparison> comparisons() {
        List<RunComparison> comparisons = new ArrayList<>();
        for (List<RunScores> pair : RunsFolder.pairs(base, next)) {
            comparisons.add(RunComparison.of(with(pair.getFirst(), baseSeeds), with(pair.getLast(), nextSeeds)));
        }
        return comparisons;
    }

    private static List<RunScores> with(RunScores run, List<Path> seeds) {
        List<RunScores> runs = new ArrayList<>(List.of(run));
        seeds.forEach(seed -> runs.add(RunScores.open(seed)));
        return runs;
    }
}
