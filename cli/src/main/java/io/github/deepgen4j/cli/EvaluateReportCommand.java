// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.report.Report;
import io.github.deepgen4j.evaluation.run.RunFolder;
import io.github.deepgen4j.evaluation.run.Scores;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deepgen evaluate report BENCHMARK}: tables and images for people. */
@Command(name = "report", description = "Writes report.md, report.png and model-index.yaml from the scores.")
final class EvaluateReportCommand implements Callable<Integer> {
    @Mixin
    private BenchmarkMixin which;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Folder of journal and scores for images that \"evaluate generate\" did not draw.")
    private Optional<Path> results;

    @Override
    public Integer call() {
        RunFolder folder = RunFolder.scored(which.folder(), results);
        Scores scores = Scores.read(folder);
        String name = which.benchmark().info().name();
        if (!scores.key().benchmark().equals(name)) {
            throw new IllegalArgumentException("%s: expected scores of %s, found of %s"
                    .formatted(which.folder(), name, scores.key().benchmark()));
        }
        System.out.println(Report.write(scores, folder));
        return 0;
    }
}
