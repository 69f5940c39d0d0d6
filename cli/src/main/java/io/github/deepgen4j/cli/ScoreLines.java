// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.benchmark.Figure;
import io.github.deepgen4j.evaluation.report.GroupRow;
import io.github.deepgen4j.evaluation.run.Counts;
import io.github.deepgen4j.evaluation.run.Scores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The output of {@code evaluate score}. */
final class ScoreLines {
    private static final JsonMapper JSON = new JsonMapper();

    /** Reasons of one kind that are told. */
    private static final int REASONS = 3;

    private static final String NOT_COMPLETE = "--allow-partial gives one over what was scored";

    private ScoreLines() {}

    /** One JSON object: the result without its single images. */
    static String json(Scores scores) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("benchmark", scores.key().benchmark());
        all.put("split", scores.key().version());
        all.put("key", scores.key());
        scores.settings().ifPresent(settings -> all.put("settings", settings));
        all.put("counts", scores.counts());
        scores.headline().ifPresent(headline -> all.put("headline", headline));
        all.put("groups", GroupRow.of(scores).stream().map(ScoreLines::group).toList());
        all.put("notes", scores.notes());
        return JSON.writeValueAsString(all);
    }

    private static Map<String, Object> group(GroupRow row) {
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("group", row.group());
        group.put("edits", row.edits());
        group.put("images", row.images());
        group.put("prompts", row.prompts());
        row.passed().ifPresent(figure -> {
            group.put("passed", passed(figure));
            group.put("interval", row.interval().orElseThrow());
        });
        group.put(
                "measures",
                row.figures().values().stream()
                        .filter(figure -> figure.form() != Figure.Form.PASSED)
                        .collect(Collectors.toMap(
                                Figure::measure, Figure::value, (first, _) -> first, LinkedHashMap::new)));
        return group;
    }

    private static long passed(Figure figure) {
        return Math.round(figure.value() * figure.count());
    }

    /** One line a group, what is incomplete, and the headline. */
    static List<String> of(Scores scores) {
        List<String> lines = new ArrayList<>();
        List<GroupRow> rows = GroupRow.of(scores);
        rows.forEach(row -> lines.add(line(row)));
        boolean summed = rows.stream().anyMatch(row -> row.group().equals("all"));
        if (!rows.isEmpty()
                && !summed
                && rows.stream().allMatch(row -> row.passed().isPresent())) {
            long units =
                    rows.stream().mapToLong(row -> row.passed().get().count()).sum();
            long right =
                    rows.stream().mapToLong(row -> passed(row.passed().get())).sum();
            lines.add(passed("all", right, units));
        }
        Counts counts = scores.counts();
        if (!counts.complete()) {
            lines.add(incomplete(counts));
            lines.addAll(failures(scores));
        }
        lines.addAll(scores.notes());
        if (scores.headline().isEmpty() && counts.whole() > 0) {
            lines.add("no headline: " + (counts.complete() ? "the benchmark has none" : NOT_COMPLETE));
        }
        scores.headline()
                .ifPresent(headline -> lines.add(String.format(
                        Locale.ROOT,
                        "%s: %.4f of %s%s%s",
                        headline.definition(),
                        headline.value(),
                        headline.best(),
                        headline.inferred() ? " (inferred)" : "",
                        headline.partial().isEmpty() ? "" : ", " + headline.partial() + " images")));
        return lines;
    }

    /** The first reasons of each kind of failure; those of pictures name their file. */
    private static List<String> failures(Scores scores) {
        Map<String, Set<String>> reasons = new TreeMap<>();
        for (Scores.Scored image : scores.images()) {
            image.failures()
                    .values()
                    .forEach(failure -> reasons.computeIfAbsent(failure.kind().word(), _ -> new LinkedHashSet<>())
                            .add(failure.reason()));
        }
        List<String> lines = new ArrayList<>();
        reasons.forEach((kind, all) -> {
            all.stream().limit(REASONS).forEach(reason -> lines.add("  " + kind + ": " + reason));
            if (all.size() > REASONS) {
                lines.add("  " + kind + ": and " + (all.size() - REASONS) + " more in scores.json");
            }
        });
        return lines;
    }

    private static String incomplete(Counts counts) {
        String failed = counts.failed().entrySet().stream()
                .map(kind -> ", " + kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining());
        return String.format(
                Locale.ROOT,
                "incomplete: %d of %d images there, %d missing; %d of %d questions answered%s; %s images scored",
                counts.found(),
                counts.expected(),
                counts.missing(),
                counts.scored(),
                counts.tasks(),
                failed,
                counts.covered());
    }

    private static String line(GroupRow row) {
        if (row.passed().isPresent()) {
            Figure figure = row.passed().get();
            return passed(row.group(), passed(figure), figure.count()) + shortOf(row);
        }
        return String.format(Locale.ROOT, "%-16s", row.group())
                + row.figures().values().stream()
                        .map(figure -> String.format(
                                Locale.ROOT, " %s %.4f (%d)", figure.measure(), figure.value(), figure.count()))
                        .collect(Collectors.joining(","));
    }

    private static String passed(String name, long passed, long images) {
        return String.format(
                Locale.ROOT, "%-16s %4d of %4d passed, %5.1f %%", name, passed, images, 100.0 * passed / images);
    }

    /** The shares that are not full: why images did not pass. */
    private static String shortOf(GroupRow row) {
        return row.figures().values().stream()
                .filter(figure -> figure.form() == Figure.Form.SHARE && figure.value() < 1)
                .map(figure -> String.format(Locale.ROOT, ", %s %.1f %%", figure.measure(), 100 * figure.value()))
                .collect(Collectors.joining());
    }
}
