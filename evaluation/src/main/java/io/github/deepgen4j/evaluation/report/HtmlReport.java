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
        runs.forEach(this::run);
        if (same && runs.size() > 1) {
            comparisons();
        }
        groups();
        if (same) {
            published();
        }
        wall();
        return HtmlPage.of(title, page.toString(), EmbeddedText.read(HtmlReport.class, "report.js"));
    }

    private void run(RunScores run) {
        paragraph("headline", run.name() + ": " + TextReport.headline(run));
        paragraph(
                "muted",
                TextReport.covered(run.scores().counts()) + ". Judged by "
                        + String.join(", ", run.key().by()) + ".");
        run.scores().settings().ifPresent(settings -> paragraph("muted", settings(settings)));
        run.judging().forEach(line -> paragraph("muted", line + "."));
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
        runs.forEach(
                run -> page.append("<th>").append(HtmlPage.text(run.name())).append("</th>"));
        page.append("</tr>\n");
        TextReport.rows(runs).forEach((name, cells) -> {
            page.append("<tr><td>").append(HtmlPage.text(name)).append("</td>");
            cells.forEach(cell ->
                    page.append("<td class=\"n\">").append(HtmlPage.text(cell)).append("</td>"));
            page.append("</tr>\n");
        });
        page.append("</table>\n");
    }

    private void published() {
        RunScores first = runs.getFirst();
        for (Published table : Published.of(first.key().benchmark(), first.key().version())) {
            page.append("<h2>")
                    .append(HtmlPage.text("Other systems" + (table.version().isEmpty() ? "" : ", " + table.version())
                            + ": " + Published.LABEL))
                    .append("</h2>\n<p class=\"muted\">")
                    .append(HtmlPage.text(table.source()))
                    .append("</p>\n<table>\n");
            table.rows()
                    .forEach(row -> page.append("<tr><td>")
                            .append(HtmlPage.text(row.model()))
                            .append("</td><td class=\"n\">")
                            .append(row.shown())
                            .append("</td><td class=\"warn\">")
                            .append(HtmlPage.text(row.remark()))
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
                .forEach(group -> page.append(option(HtmlPage.text(group), HtmlPage.text(group))));
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
                .append(HtmlPage.text(said))
                .append("</p>\n");
    }
}
