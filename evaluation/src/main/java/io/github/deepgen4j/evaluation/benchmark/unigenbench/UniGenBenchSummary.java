// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.unigenbench;

import io.github.deepgen4j.evaluation.benchmark.Contribution;
import io.github.deepgen4j.evaluation.benchmark.Figure;
import io.github.deepgen4j.evaluation.benchmark.Outcomes;
import io.github.deepgen4j.evaluation.benchmark.SampleScore;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sum of a run. */
final class UniGenBenchSummary {
    private static final double PERCENT = 100;

    private final Rules rules;
    private final Tally tally;
    private final List<Contribution> contributions = new ArrayList<>();
    private final List<SampleScore> samples = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int skipped;

    UniGenBenchSummary(Rules rules, List<UniGenBenchItem> items, Outcomes<Marks> outcomes) {
        this.rules = rules;
        this.tally = new Tally(rules);
        for (UniGenBenchItem item : items) {
            add(item, outcomes);
            if (item.repaired()) {
                notes.add(String.format(
                        Locale.ROOT,
                        "row %d is not valid JSON as published: the comma that is missing was put in",
                        item.index()));
            }
        }
        if (skipped > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%d images are left out as the official script does: their marks are no list of numbers",
                    skipped));
        }
    }

    private void add(UniGenBenchItem item, Outcomes<Marks> outcomes) {
        Map<String, Share> strata = new TreeMap<>();
        for (String sample : outcomes.of(item).keySet()) {
            for (Marks marks : outcomes.values(item, sample).values()) {
                tally.add(item.labels(), marks);
                skipped += marks.counted() ? 0 : 1;
                if (marks.counted()) {
                    samples.add(score(item, sample, marks));
                    strata(item, marks, strata);
                }
            }
        }
        strata.forEach((stratum, share) ->
                contributions.add(new Contribution(item.id(), stratum, PERCENT * share.right(), share.points())));
    }

    private void strata(UniGenBenchItem item, Marks marks, Map<String, Share> strata) {
        for (int i = 0; i < marks.right().size(); i++) {
            String stratum = rules == Rules.RL
                    ? "all"
                    : Tally.primary(rules, item.labels().get(i));
            strata.put(
                    stratum,
                    strata.getOrDefault(stratum, Share.NONE).and(marks.right().get(i)));
        }
    }

    private static SampleScore score(UniGenBenchItem item, String sample, Marks marks) {
        long right = marks.right().stream().filter(mark -> mark).count();
        String wrong = IntStream.range(0, marks.right().size())
                .filter(i -> !marks.right().get(i))
                .mapToObj(i -> item.points().get(i))
                .map(point -> point.label() + " (" + point.description() + ")")
                .collect(Collectors.joining(", "));
        String decision = !marks.read() ? "the reply could not be read" : wrong.isEmpty() ? "" : "wrong: " + wrong;
        return new SampleScore(
                item.id(), sample, PERCENT * right / marks.right().size(), decision);
    }

    Summary summary() {
        List<Figure> figures = new ArrayList<>();
        tally.primary().forEach((name, share) -> figures.add(figure(name, share)));
        tally.labels().forEach((name, share) -> {
            if (!tally.primary().containsKey(name)) {
                figures.add(figure(name, share));
            }
        });
        figures.add(figure("all test points", tally.all()));
        double headline = rules == Rules.RL ? tally.all().accuracy() : tally.macro();
        boolean any = tally.all().points() > 0;
        return new Summary(
                any ? OptionalDouble.of(PERCENT * headline) : OptionalDouble.empty(),
                figures,
                contributions,
                Map.of(),
                samples,
                notes);
    }

    private static Figure figure(String group, Share share) {
        return new Figure(group, "accuracy", share.accuracy(), Figure.Form.SHARE, share.points());
    }
}
