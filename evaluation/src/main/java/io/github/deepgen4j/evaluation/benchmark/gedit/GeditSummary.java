// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.gedit;

import io.github.deepgen4j.evaluation.benchmark.Contribution;
import io.github.deepgen4j.evaluation.benchmark.Figure;
import io.github.deepgen4j.evaluation.benchmark.Outcomes;
import io.github.deepgen4j.evaluation.benchmark.SampleScore;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import io.github.deepgen4j.evaluation.benchmark.gedit.GeditTable.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** The sum of the answers: tables, headline and notes. */
final class GeditSummary {
    private static final Map<String, ToDoubleFunction<Row>> MEASURES =
            Map.of("SC", Row::semantics, "PQ", Row::quality, "O", Row::overall);

    private final List<Row> rows = new ArrayList<>();
    private final List<Contribution> contributions = new ArrayList<>();
    private final List<SampleScore> samples = new ArrayList<>();
    private int guesses;
    private int negative;

    private final List<String> groups;

    private GeditSummary(List<String> groups) {
        this.groups = groups;
    }

    /** @param groups that there should be */
    static Summary of(List<GeditItem> items, Outcomes<GeditScore> outcomes, List<String> groups) {
        var summary = new GeditSummary(groups);
        items.forEach(item -> outcomes.of(item).keySet().forEach(sample -> summary.add(item, sample, outcomes)));
        return summary.done();
    }

    private void add(GeditItem item, String sample, Outcomes<GeditScore> outcomes) {
        Map<String, GeditScore> answers = outcomes.values(item, sample);
        GeditScore semantics = answers.get(Gedit.SEMANTICS);
        GeditScore quality = answers.get(Gedit.QUALITY);
        if (semantics == null || quality == null) {
            return;
        }
        guesses += (semantics.guessed() ? 1 : 0) + (quality.guessed() ? 1 : 0);
        OptionalDouble overall = GeditScore.overall(semantics.lowest(), quality.lowest());
        if (overall.isEmpty()) {
            negative++;
            return;
        }
        rows.add(new Row(
                item.group(), semantics.lowest(), quality.lowest(), overall.getAsDouble(), item.intersection()));
        contributions.add(new Contribution(item.id(), item.group(), overall.getAsDouble(), 1));
        samples.add(new SampleScore(
                item.id(),
                sample,
                overall.getAsDouble(),
                String.format(Locale.ROOT, "SC %.4g, PQ %.4g", semantics.lowest(), quality.lowest())));
    }

    private Summary done() {
        GeditTable full = GeditTable.of(rows, groups);
        List<Figure> figures = new ArrayList<>();
        figures(full, "", figures);
        figures(full.intersection(), " (intersection)", figures);
        return new Summary(full.mean(Row::overall), figures, contributions, Map.of(), samples, notes(full));
    }

    private static void figures(GeditTable table, String which, List<Figure> figures) {
        table.rows().forEach((group, rows) -> {
            if (!rows.isEmpty()) {
                for (String measure : List.of("SC", "PQ", "O")) {
                    figures.add(new Figure(
                            group,
                            measure + which,
                            table.mean(group, MEASURES.get(measure)),
                            Figure.Form.POINTS,
                            rows.size()));
                }
            }
        });
        for (String measure : List.of("SC", "PQ", "O")) {
            table.mean(MEASURES.get(measure))
                    .ifPresent(mean -> figures.add(new Figure(
                            "all",
                            measure + which,
                            mean,
                            Figure.Form.POINTS,
                            table.rows().size())));
        }
    }

    private List<String> notes(GeditTable full) {
        List<String> notes = new ArrayList<>();
        List<String> empty = groups.stream()
                .filter(group -> full.rows().get(group).isEmpty())
                .toList();
        if (!empty.isEmpty()) {
            notes.add("no headline: nothing was scored in " + String.join(", ", empty));
        }
        if (guesses > 0) {
            notes.add(guesses + " answers are random numbers, as in the original: not to be reported");
        }
        if (negative > 0) {
            notes.add(negative + " edits have a negative product of scores, on which the original ends; left out");
        }
        return notes;
    }
}
