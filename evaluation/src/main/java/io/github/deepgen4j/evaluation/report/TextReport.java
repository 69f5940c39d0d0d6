// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.report;

import io.github.deepgen4j.evaluation.benchmark.Figure;
import io.github.deepgen4j.evaluation.run.Counts;
import io.github.deepgen4j.evaluation.run.Scores;
import io.github.deepgen4j.evaluation.statistics.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Runs side by side as lines of a terminal. */
public final class TextReport {
    private static final int WIDEST = 40;
    /** SHA-256, of which eight digits tell files apart well enough for people; report.json has all. */
    private static final Pattern LONG_DIGEST = Pattern.compile("\\b([0-9a-f]{8})[0-9a-f]{56}\\b");

    private TextReport() {}

    /** Headlines with intervals, what is incomplete, groups, notes, and the published table. */
    public static List<String> lines(List<RunScores> runs) {
        List<String> lines = new ArrayList<>();
        for (RunScores run : runs) {
            lines.add(run.name() + ": " + run.subject() + ", judged by "
                    + LONG_DIGEST.matcher(String.join(", ", run.key().by())).replaceAll("$1"));
            lines.add("  " + headline(run));
            lines.add("  " + covered(run.scores().counts()));
            run.judging().forEach(line -> lines.add("  " + line));
            run.scores().notes().forEach(note -> lines.add("  note: " + note));
        }
        lines.addAll(groups(runs));
        RunScores first = runs.getFirst();
        boolean same = runs.stream().allMatch(run -> run.subject().equals(first.subject()));
        if (same) {
            lines.addAll(published(first));
        }
        return lines;
    }

    /** The headline in words, or why there is none. */
    static String headline(RunScores run) {
        Optional<Estimate> estimate = run.estimate();
        return run.scores()
                .headline()
                .map(line -> format("%.4f", line.value())
                        + estimate.map(e -> format(" (95 %% %.4f to %.4f, %d items)", e.low(), e.high(), e.items()))
                                .orElse(" (no interval: not a mean over items)")
                        + format(" of %s: %s", line.best(), line.definition())
                        + (line.inferred() ? ", inferred" : "")
                        + (line.partial().isEmpty() ? "" : ", " + line.partial() + " images"))
                .orElse("no headline: " + run.scores().counts().covered() + " images are scored");
    }

    /** Numbers of scored, missing and failed pictures. */
    static String covered(Counts counts) {
        return format(
                "%d of %d images there, %d of %d questions answered%s",
                counts.found(),
                counts.all(),
                counts.scored(),
                counts.tasks(),
                counts.failed().entrySet().stream()
                        .map(kind -> ", " + kind.getValue() + " " + kind.getKey())
                        .collect(Collectors.joining()));
    }

    /** One row a group and measure, one column a run. */
    private static List<String> groups(List<RunScores> runs) {
        Map<String, List<String>> rows = rows(runs);
        int width = Math.min(
                WIDEST, rows.keySet().stream().mapToInt(String::length).max().orElse(0));
        List<String> lines = new ArrayList<>();
        rows.forEach((name, cells) ->
                lines.add(format("  %-" + Math.max(1, width) + "s", name) + "  " + String.join("  ", cells)));
        return lines;
    }

    /** The cells of each group and measure, one a run. */
    static Map<String, List<String>> rows(List<RunScores> runs) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (int run = 0; run < runs.size(); run++) {
            Map<String, Estimate> strata = runs.get(run).strata();
            double best =
                    runs.get(run).scores().headline().map(Scores.Headline::best).orElse(1.0);
            for (Figure figure : runs.get(run).scores().figures()) {
                List<String> cells = rows.computeIfAbsent(name(figure), _ -> new ArrayList<>());
                while (cells.size() < run) {
                    cells.add("-");
                }
                cells.add(cell(figure, Optional.ofNullable(strata.get(figure.group())), best));
            }
        }
        rows.values().forEach(cells -> {
            while (cells.size() < runs.size()) {
                cells.add("-");
            }
        });
        return rows;
    }

    private static String name(Figure figure) {
        return figure.group() + ", " + figure.measure();
    }

    /** A stratum of the headline has an interval if the figure is its mean. */
    private static String cell(Figure figure, Optional<Estimate> stratum, double best) {
        double value = figure.form() == Figure.Form.DECIBELS || figure.form() == Figure.Form.POINTS
                ? figure.value()
                : 100 * figure.value();
        double scale = figure.form() == Figure.Form.POINTS ? 1 : 100 / best;
        return format("%8.2f", value)
                + stratum.filter(e -> Math.abs(e.value() * scale - value) < 1e-6)
                        .map(e -> format(" (%.2f to %.2f)", e.low() * scale, e.high() * scale))
                        .orElse("")
                + format(" n %d", figure.count());
    }

    private static List<String> published(RunScores run) {
        List<String> lines = new ArrayList<>();
        for (Published table : Published.of(run.key().benchmark(), run.key().version())) {
            lines.add(format(
                    "  %s%s (%s):",
                    Published.LABEL, table.version().isEmpty() ? "" : ", " + table.version(), table.source()));
            table.rows()
                    .forEach(row -> lines.add(format("    %-26s %8s", row.model(), row.shown())
                            + (row.remark().isEmpty() ? "" : "  " + row.remark())));
        }
        return lines;
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
