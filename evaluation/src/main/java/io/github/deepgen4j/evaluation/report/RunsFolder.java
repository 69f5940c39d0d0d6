// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.report;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A scored run, or a folder of such runs. */
public final class RunsFolder {
    private static final String SCORES = "scores.json";

    private RunsFolder() {}

    /**
     * The runs of two folders that belong together: the two themselves, or those in them of the same benchmark.
     *
     * @throws ConfigException if there is nothing to compare, or one folder has two runs of a benchmark
     */
    public static List<List<RunScores>> pairs(Path base, Path next) {
        if (Files.exists(base.resolve(SCORES)) || Files.exists(next.resolve(SCORES))) {
            return List.of(List.of(RunScores.open(base), RunScores.open(next)));
        }
        Map<String, RunScores> first = inside(base);
        Map<String, RunScores> second = inside(next);
        List<List<RunScores>> pairs = new ArrayList<>();
        first.forEach((subject, run) -> {
            if (second.containsKey(subject)) {
                pairs.add(List.of(run, second.get(subject)));
            }
        });
        if (pairs.isEmpty()) {
            throw new ConfigException("%s and %s: expected scored runs of the same benchmark, found %s and %s"
                    .formatted(base, next, first.keySet(), second.keySet()));
        }
        return pairs;
    }

    private static Map<String, RunScores> inside(Path folder) {
        Map<String, RunScores> runs = new TreeMap<>();
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path run : inside.filter(one -> Files.exists(one.resolve(SCORES)))
                    .sorted()
                    .toList()) {
                RunScores scores = RunScores.open(run);
                RunScores before = runs.put(scores.subject(), scores);
                if (before != null) {
                    throw new ConfigException("%s: expected one run of %s, found %s and %s"
                            .formatted(folder, scores.subject(), before.name(), scores.name()));
                }
            }
        } catch (IOException e) {
            throw new ConfigException(
                    "%s: expected a scored run or a folder of them, found none (%s); run deepgen evaluate score"
                            .formatted(folder, FileReason.of(e)),
                    e);
        }
        return runs;
    }
}
