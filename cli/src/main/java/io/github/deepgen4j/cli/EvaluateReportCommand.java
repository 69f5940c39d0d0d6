// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.report.Report;
import io.github.deepgen4j.evaluation.report.RunReport;
import io.github.deepgen4j.evaluation.report.RunScores;
import io.github.deepgen4j.evaluation.report.TextReport;
import io.github.deepgen4j.evaluation.run.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code deepgen evaluate report RUN...}: tables and images for people. */
@Command(name = "report", description = "Writes scores with intervals beside published ones.")
final class EvaluateReportCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "RUN",
            description = "Scored runs, side by side. The name of a benchmark stands for its default folder, or before"
                    + " a folder says what it holds.")
    private List<String> runs;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Folder for the report; default: the first run's.")
    private Optional<Path> out;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Folder of journal and scores for images that \"evaluate generate\" did not draw.")
    private Optional<Path> results;

    @Override
    public Integer call() {
        List<RunScores> opened = opened();
        Path folder = out.orElse(opened.getFirst().folder().results());
        TextReport.lines(opened).forEach(System.out::println);
        if (opened.size() == 1) {
            System.out.println(
                    Report.write(opened.getFirst().scores(), opened.getFirst().folder()));
        }
        System.out.println(RunReport.write(opened, folder));
        return 0;
    }

    /** {@code report BENCHMARK -o RUN} names the run's folder, as for the other two steps. */
    private String usualFolder(String benchmark) {
        return out.orElseGet(() -> Path.of("runs", "evaluate-" + benchmark)).toString();
    }

    private List<RunScores> opened() {
        Optional<String> benchmark =
                BenchmarkMixin.named(runs.getFirst()).filter(_ -> !Files.exists(Path.of(runs.getFirst())));
        List<String> folders = new ArrayList<>(benchmark.isEmpty() ? runs : runs.subList(1, runs.size()));
        if (folders.isEmpty()) {
            folders.add(usualFolder(benchmark.orElseThrow()));
        }
        List<RunScores> opened = new ArrayList<>();
        for (String folder : folders) {
            RunScores run = results.isPresent()
                    ? RunScores.of(folder, RunFolder.scored(Path.of(folder), results))
                    : RunScores.open(Path.of(folder));
            if (benchmark.isPresent() && !run.key().benchmark().equals(benchmark.get())) {
                throw new IllegalArgumentException("%s: expected scores of %s, found of %s"
                        .formatted(folder, benchmark.get(), run.key().benchmark()));
            }
            opened.add(run);
        }
        return opened;
    }
}
