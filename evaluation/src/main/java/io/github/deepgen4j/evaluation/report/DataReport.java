// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.report;

import io.github.deepgen4j.evaluation.benchmark.Figure;
import io.github.deepgen4j.evaluation.run.Repeats;
import io.github.deepgen4j.evaluation.run.Scores;
import io.github.deepgen4j.evaluation.run.Spending;
import io.github.deepgen4j.evaluation.statistics.Estimate;
import io.github.deepgen4j.model.files.AtomicFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A report's figures for programs: {@code report.json} and {@code report.csv}. */
final class DataReport {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private DataReport() {}

    static void write(List<RunScores> runs, Path folder) {
        AtomicFile.write(folder.resolve("report.json"), json(runs) + "\n");
        AtomicFile.write(folder.resolve("report.csv"), csv(runs));
    }

    static String json(List<RunScores> runs) {
        return JSON.writeValueAsString(
                Map.of("runs", runs.stream().map(DataReport::run).toList()));
    }

    private static Map<String, Object> run(RunScores run) {
        Scores scores = run.scores();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", run.name());
        all.put("key", run.key());
        scores.settings().ifPresent(settings -> all.put("settings", settings));
        all.put("counts", scores.counts());
        scores.headline().ifPresent(headline -> all.put("headline", headline));
        run.estimate().ifPresent(estimate -> all.put("estimate", estimate));
        all.put("figures", scores.figures());
        all.put("strata", run.strata());
        Spending.read(run.folder()).ifPresent(cost -> all.put("cost", cost));
        Repeats.read(run.folder()).ifPresent(repeats -> all.put("repeats", repeats));
        all.put("notes", scores.notes());
        all.put(
                "published_not_measured",
                Published.of(run.key().benchmark(), run.key().version()));
        return all;
    }

    static String csv(List<RunScores> runs) {
        List<String> lines = new ArrayList<>();
        lines.add("run,benchmark,version,language,mode,group,measure,value,low,high,n");
        for (RunScores run : runs) {
            run.scores()
                    .headline()
                    .ifPresent(headline -> lines.add(line(
                            run,
                            "",
                            "headline",
                            headline.value(),
                            run.estimate(),
                            run.scores().counts().whole())));
            for (Figure figure : run.scores().figures()) {
                lines.add(
                        line(run, figure.group(), figure.measure(), figure.value(), Optional.empty(), figure.count()));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String line(
            RunScores run, String group, String measure, double value, Optional<Estimate> estimate, long count) {
        return String.join(
                ",",
                cell(run.name()),
                cell(run.key().benchmark()),
                cell(run.key().version()),
                cell(run.key().language()),
                cell(run.key().mode()),
                cell(group),
                cell(measure),
                number(value),
                estimate.map(e -> number(e.low())).orElse(""),
                estimate.map(e -> number(e.high())).orElse(""),
                String.valueOf(count));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    private static String cell(String text) {
        return text.matches("[^,\"\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
