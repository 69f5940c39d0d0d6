// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.benchmark.Report;
import io.github.deepgen4j.evaluation.benchmark.Scores;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code deepgen evaluate report BENCHMARK}: tables and images for people. */
@Command(name = "report", description = "Writes report.md, report.png and model-index.yaml from the scores.")
final class EvaluateReportCommand implements Callable<Integer> {
    @Mixin
    private BenchmarkMixin which;

    @Override
    public Integer call() {
        Scores scores = Scores.read(which.folder());
        if (!scores.benchmark().equals(which.benchmark().name())) {
            throw new IllegalArgumentException("%s: expected scores of %s, found of %s"
                    .formatted(which.folder(), which.benchmark().name(), scores.benchmark()));
        }
        System.out.println(Report.write(scores, which.folder()));
        return 0;
    }
}
