// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.report;

import io.github.deepgen4j.evaluation.data.EmbeddedText;
import io.github.deepgen4j.evaluation.run.Manifest;
import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.ConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One page that needs nothing beside it and no server: headlines with intervals, groups, published tables, and a wall
 * of samples with prompt, replies and decision. The same runs give the same bytes.
 */
final class HtmlReport {
    private final List<RunScores> runs;
    private final boolean same;
    private final StringBuilder page = new StringBuilder();

    private HtmlReport(List<RunScores> runs) {
        this.runs = runs;
        this.same = runs.stream()
                .allMatch(run -> run.subject().equals(runs.getFirst().subject()));
    }

    static void write(List<RunScores> runs, Path file) {
        AtomicFile.write(file, new HtmlReport(runs).page());
    }

    private String page() {
        String title = runs.stream().map(RunScores::subject).distinct().collect(Collectors.joining("; "));
        page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(text(title))
                .append("</title>\n<style>\n")
                .append(EmbeddedText.read(HtmlReport.class, "report.css"))
                .append("</style></head><body>\n<h1>")
                .append(text(title))
                .append("</h1>\n");
        runs.forEach(this::run);
        if (same && runs.size() > 1) {
            comparisons();
        }
        groups();
        if (same) {
            published();
        }
        wall();
        return page.append("<script>\n")
                .append(EmbeddedText.read(HtmlReport.class, "report.js"))
                .append("</script>\n</body></html>\n")
                .toString();
    }

    private void run(RunScores run) {
        paragraph("headline", run.name() + ": " + TextReport.headline(run));
        paragraph(
                "muted",
                TextReport.covered(run.scores().counts()) + ". Judged by "
                        + String.join(", ", run.key().by()) + ".");
        run.scores().settings().ifPresent(settings -> paragraph("muted", settings(settings)));
        run.scores().notes().forEach(note -> paragraph("warn", note));
    }

    private static String settings(Manifest.Settings settings) {
        return String.format(
                Locale.ROOT,
                "Drawn by %s (fingerprint %s), %s, %d steps, guidance %s, seed %d, size %s, %d samples an item.",
                settings.model(),
                settings.fingerprint(),
                settings.dtype(),
                settings.steps(),
                settings.guidance(),
                settings.seed(),
                settings.size(),
                settings.samples());
    }

    private void comparisons() {
        page.append("<h2>Differences to the first run</h2>\n");
        for (RunScores next : runs.subList(1, runs.size())) {
            try {
                RunComparison.of(List.of(runs.getFirst()), List.of(next))
                        .lines()
                        .forEach(line -> paragraph("", next.name() + ": " + line));
            } catch (ConfigException e) {
                paragraph("warn", "not compared: " + e.getMessage());
            }
        }
    }

    private void groups() {
        page.append("<h2>Groups</h2>\n<table><tr><th>group</th>");
        runs.forEach(run -> page.append("<th>").append(text(run.name())).append("</th>"));
        page.append("</tr>\n");
        TextReport.rows(runs).forEach((name, cells) -> {
            page.append("<tr><td>").append(text(name)).append("</td>");
            cells.forEach(
                    cell -> page.append("<td class=\"n\">").append(text(cell)).append("</td>"));
            page.append("</tr>\n");
        });
        page.append("</table>\n");
    }

    private void published() {
        RunScores first = runs.getFirst();
        for (Published table : Published.of(first.key().benchmark(), first.key().version())) {
            page.append("<h2>")
                    .append(text("Other systems" + (table.version().isEmpty() ? "" : ", " + table.version()) + ": "
                            + Published.LABEL))
                    .append("</h2>\n<p class=\"muted\">")
                    .append(text(table.source()))
                    .append("</p>\n<table>\n");
            table.rows()
                    .forEach(row -> page.append("<tr><td>")
                            .append(text(row.model()))
                            .append("</td><td class=\"n\">")
                            .append(row.shown())
                            .append("</td><td class=\"warn\">")
                            .append(text(row.remark()))
                            .append("</td></tr>\n"));
            page.append("</table>\n");
        }
    }

    private void wall() {
        List<WallCard> cards = same ? WallCard.of(runs) : WallCard.of(runs.subList(0, 1));
        List<RunScores> shown = same ? runs : runs.subList(0, 1);
        page.append("<h2>Samples</h2>\n<div class=\"controls\"><label>order <select id=\"order\">");
        page.append(
                shown.size() == 1
                        ? option("worst", "worst first")
                                + option("best", "best first")
                                + option("spread", "samples that disagree most")
                        : option("spread", "largest difference")
                                + option("lost", "worse in the last run")
                                + option("gained", "better in the last run")
                                + option("worst", "worst first")
                                + option("best", "best first"));
        page.append("</select></label><label>group <select id=\"group\"><option value=\"\">all</option>");
        cards.stream()
                .map(WallCard::group)
                .distinct()
                .sorted()
                .forEach(group -> page.append(option(text(group), text(group))));
        page.append("</select></label><span id=\"count\" class=\"muted\"></span></div>\n<div id=\"wall\">\n");
        var wall = new HtmlWall(shown, cards.size());
        cards.forEach(card -> wall.add(card, page));
        page.append("</div>\n");
    }

    private static String option(String value, String title) {
        return "<option value=\"" + value + "\">" + title + "</option>";
    }

    private void paragraph(String style, String said) {
        page.append("<p class=\"")
                .append(style)
                .append("\">")
                .append(text(said))
                .append("</p>\n");
    }

    /** A text in HTML, also within quotes; control characters are left out. */
    static String text(String plain) {
        return IntStream.range(0, plain.length())
                .mapToObj(plain::charAt)
                .map(c -> switch (c) {
                    case '&' -> "&amp;";
                    case '<' -> "&lt;";
                    case '>' -> "&gt;";
                    case '"' -> "&quot;";
                    case '\'' -> "&#39;";
                    case '\n', '\t' -> String.valueOf(c);
                    default -> c < ' ' ? "" : String.valueOf(c);
                })
                .collect(Collectors.joining());
    }
}
