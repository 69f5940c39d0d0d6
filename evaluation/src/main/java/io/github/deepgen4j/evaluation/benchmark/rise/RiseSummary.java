// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.rise;

import io.github.deepgen4j.evaluation.benchmark.Contribution;
import io.github.deepgen4j.evaluation.benchmark.Figure;
import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Outcomes;
import io.github.deepgen4j.evaluation.benchmark.SampleScore;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import io.github.deepgen4j.evaluation.benchmark.rise.RiseItem.Consistency;
import io.github.deepgen4j.evaluation.benchmark.rise.RiseRules.Grades;
import io.github.deepgen4j.evaluation.benchmark.rise.RiseTable.Row;
import io.github.deepgen4j.evaluation.benchmark.rise.RiseTable.Scored;
import io.github.deepgen4j.evaluation.data.JudgeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The sum of the answers: table, headline and notes. An item counts when all that is asked about it has an answer. */
final class RiseSummary {
    private final boolean beforeFix;
    private final Options options;
    private final List<Scored> scored = new ArrayList<>();
    private final List<Contribution> contributions = new ArrayList<>();
    private final List<SampleScore> samples = new ArrayList<>();
    private int several;
    private int unread;
    private int unusable;

    RiseSummary(boolean beforeFix, Options options) {
        this.beforeFix = beforeFix;
        this.options = options;
    }

    Summary of(List<RiseItem> items, Outcomes<JudgeNumbers> outcomes) {
        for (RiseItem item : items) {
            outcomes.of(item).keySet().forEach(sample -> add(item, sample, outcomes.values(item, sample)));
        }
        Map<String, Row> table = RiseTable.of(scored);
        double accuracy = table.get("Overall").accuracy();
        return new Summary(
                scored.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(100 * accuracy),
                figures(table),
                contributions,
                Map.of(),
                samples,
                notes());
    }

    private void add(RiseItem item, String sample, Map<String, JudgeNumbers> answers) {
        boolean judged = item.consistency() != Consistency.FREE;
        Optional<List<Double>> consistency = numbers(answers, RiseRoute.CONSISTENCY);
        Optional<List<Double>> reasoning = numbers(answers, RiseRoute.REASONING);
        Optional<List<Double>> quality = numbers(answers, RiseRoute.QUALITY);
        if (reasoning.isEmpty() || consistency.isEmpty() == judged || quality.isPresent() == item.logical()) {
            return;
        }
        Optional<Grades> grades = official()
                ? RiseRules.concatenated(consistency, reasoning.get(), quality)
                : Optional.of(RiseRules.first(item.logical(), consistency, reasoning.get(), quality));
        several += answers.values().stream().anyMatch(answer -> answer.numbers().size() > 1) ? 1 : 0;
        if (grades.isEmpty()) {
            unusable++;
            return;
        }
        unread += grades.get().read() ? 0 : 1;
        add(item, sample, grades.get());
    }

    private boolean official() {
        return options.mode() == Mode.OFFICIAL;
    }

    private static Optional<List<Double>> numbers(Map<String, JudgeNumbers> answers, String judge) {
        return Optional.ofNullable(answers.get(judge)).map(JudgeNumbers::numbers);
    }

    private void add(RiseItem item, String sample, Grades grades) {
        boolean complete = RiseRules.complete(item.category(), item.consistency(), grades, beforeFix);
        Consistency counted = !official() && item.consistency() == Consistency.JUDGED_BESIDE_FREE
                ? Consistency.JUDGED
                : item.consistency();
        scored.add(new Scored(
                item.category(), item.subtask(), grades, RiseRules.score(item.category(), counted, grades), complete));
        double percent = complete ? 100 : 0;
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

    private static List<Figure> figures(Map<String, Row> table) {
        List<Figure> figures = new ArrayList<>();
        table.forEach((name, row) -> {
            if (!Double.isNaN(row.accuracy())) {
                figures.add(new Figure(name, "accuracy", row.accuracy(), Figure.Form.PASSED, row.count()));
            }
            if (!Double.isNaN(row.score())) {
                figures.add(new Figure(name, "score", row.score(), Figure.Form.POINTS, row.count()));
                figures.add(new Figure(name, "percent", row.percent(), Figure.Form.POINTS, row.count()));
            }
        });
        return figures;
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (options.checkout().isEmpty()) {
            notes.add(JudgeText.OWN_NOTE);
        }
        if (unread > 0) {
            notes.add(unread + " items have a reply without a score: not complete, and left out of score means");
        }
        if (several > 0) {
            notes.add(several + " items have replies with several numbers after the final score");
        }
        if (unusable > 0) {
            notes.add(unusable + " items have as many numbers as the official script ends on: left out");
        }
        return notes;
    }
}
