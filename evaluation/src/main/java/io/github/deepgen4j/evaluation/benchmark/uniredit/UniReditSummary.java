// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.uniredit;

import io.github.deepgen4j.evaluation.benchmark.Contribution;
import io.github.deepgen4j.evaluation.benchmark.Figure;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Outcomes;
import io.github.deepgen4j.evaluation.benchmark.SampleScore;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import io.github.deepgen4j.evaluation.benchmark.rise.JudgeNumbers;
import io.github.deepgen4j.evaluation.benchmark.uniredit.UniReditTable.Row;
import io.github.deepgen4j.evaluation.benchmark.uniredit.UniReditTable.Scored;
import io.github.deepgen4j.evaluation.data.JudgeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The sum of the answers: table, headline and notes. */
final class UniReditSummary {
    private final List<Scored> scored = new ArrayList<>();
    private final List<Contribution> contributions = new ArrayList<>();
    private final List<SampleScore> samples = new ArrayList<>();

    private UniReditSummary() {}

    static Summary of(List<UniReditItem> items, Outcomes<JudgeNumbers> outcomes, Options options) {
        var summary = new UniReditSummary();
        for (UniReditItem item : items) {
            outcomes.of(item)
                    .keySet()
                    .forEach(sample -> grades(outcomes.values(item, sample))
                            .ifPresent(grades -> summary.add(item, sample, grades)));
        }
        List<String> names = items.stream().map(UniReditItem::group).distinct().toList();
        Map<String, Row> table = UniReditTable.of(names, summary.scored);
        Row overall = table.get("Overall");
        return new Summary(
                overall.count() == 0 ? OptionalDouble.empty() : OptionalDouble.of(overall.percent()),
                figures(table, names),
                summary.contributions,
                Map.of(),
                summary.samples,
                options.checkout().isPresent() ? List.of() : List.of(JudgeText.OWN_NOTE));
    }

    /** The first number of each judge; empty unless all three gave one. */
    private static Optional<UniReditRules> grades(Map<String, JudgeNumbers> answers) {
        List<Double> firsts = new ArrayList<>();
        for (String judge : List.of(UniRedit.CONSISTENCY, UniRedit.REASONING, UniRedit.QUALITY)) {
            JudgeNumbers answer = answers.get(judge);
            if (answer == null || answer.numbers().isEmpty()) {
                return Optional.empty();
            }
            firsts.add(answer.numbers().getFirst());
        }
        return Optional.of(new UniReditRules(firsts.get(0), firsts.get(1), firsts.get(2)));
    }

    private void add(UniReditItem item, String sample, UniReditRules grades) {
        scored.add(new Scored(item.group(), grades));
        double percent = UniReditRules.percent(grades.score());
        contributions.add(new Contribution(item.id(), "all", percent, 1));
        samples.add(new SampleScore(
                item.id(),
                sample,
                percent,
                String.format(
                        Locale.ROOT,
                        "consistency %.0f, reasoning %.0f, quality %.0f",
                        grades.consistency(),
                        grades.reasoning(),
                        grades.quality())));
    }

    private static List<Figure> figures(Map<String, Row> table, List<String> names) {
        List<Figure> figures = new ArrayList<>();
        table.forEach((name, row) -> {
            if (row.count() > 0) {
                figures.add(new Figure(name, "score", row.score(), Figure.Form.POINTS, row.count()));
                figures.add(new Figure(name, "percent", row.percent(), Figure.Form.POINTS, row.count()));
                if (!Double.isNaN(row.accuracy())) {
                    figures.add(new Figure(name, "accuracy", row.accuracy(), Figure.Form.PASSED, row.count()));
                }
            }
        });
        Map<String, Double> percents = new LinkedHashMap<>();
        names.forEach(name -> {
            Row row = table.get("Class-" + name);
            if (row.count() > 0) {
                percents.put(name, row.percent());
            }
        });
        UniReditTable.scenarios(percents)
                .forEach((scenario, mean) -> figures.add(
                        new Figure(scenario, "percent (inferred)", mean, Figure.Form.POINTS, percents.size() / 2)));
        return figures;
    }
}
