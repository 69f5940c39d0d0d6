// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.report;

import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.evaluation.benchmark.corebench.CoReBench;
import io.github.deepgen4j.evaluation.journal.Journal;
import io.github.deepgen4j.evaluation.judge.JudgeClient;
import io.github.deepgen4j.evaluation.judge.JudgeOptions;
import io.github.deepgen4j.evaluation.run.Asking;
import io.github.deepgen4j.evaluation.run.RunFolder;
import io.github.deepgen4j.evaluation.run.Scoring;
import io.github.deepgen4j.hub.retry.RetryPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A process that scores T2I-CoReBench over ShapeWorld by a judge over HTTP, and may be killed at any time. */
public final class KilledScoring {
    static final int ITEMS_A_DIMENSION = 3;

    private KilledScoring() {}

    /** @param arguments folder of results, folder of pictures, address of the judge */
    public static void main(String... arguments) {
        score(Path.of(arguments[0]), Path.of(arguments[1]), URI.create(arguments[2]));
    }

    /** Scores and writes the page. */
    static Path score(Path results, Path pictures, URI judge) {
        CoReBench benchmark = CoReBench.VERSIONS.getLast();
        Options options = Options.usual(benchmark.info()).withSelection(new Selection(List.of(), ITEMS_A_DIMENSION));
        var folder = new RunFolder(results, pictures);
        var retries = RetryPolicy.DEFAULT.with(3, _ -> {});
        try (var client = new JudgeClient(JudgeOptions.of(judge, "judge").withRetries(retries), _ -> {});
                Journal journal = Journal.open(folder.journalFile(), "corebench:shapeworld en")) {
            new Scoring<>(benchmark, benchmark.load(pictures, options), options, folder)
                    .score(Asking.of(List.of(client), journal, 4), true, () -> {});
        }
        return RunReport.write(List.of(RunScores.of("run", folder)), results);
    }
}
