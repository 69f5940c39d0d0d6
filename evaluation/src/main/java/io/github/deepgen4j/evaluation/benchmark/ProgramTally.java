// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The sum of a program's verdicts: shares that passed and means of graded measures, group by group. */
final class ProgramTally {
    private final List<Verdict> verdicts = new ArrayList<>();

    private ProgramTally() {}

    /**
     * The headline is the share of all images that passed.
     *
     * @param questions about each image; one with fewer answers is left out
     */
    static Summary of(List<? extends Item> items, Outcomes<Verdict> outcomes, int questions) {
        Map<String, ProgramTally> groups = new LinkedHashMap<>();
        List<Contribution> contributions = new ArrayList<>();
        List<SampleScore> samples = new ArrayList<>();
        for (Item item : items) {
            for (String sample : outcomes.of(item).keySet()) {
                Collection<Verdict> answers = outcomes.values(item, sample).values();
                if (answers.size() == questions) {
                    Verdict verdict = answers.stream().reduce(Verdict::and).orElseThrow();
                    double passed = verdict.passed() ? 1 : 0;
                    groups.computeIfAbsent(item.group(), _ -> new ProgramTally())
                            .verdicts
                            .add(verdict);
                    contributions.add(new Contribution(item.id(), "all", passed, 1));
                    samples.add(new SampleScore(item.id(), sample, passed, ""));
                }
            }
        }
        List<Figure> figures = new ArrayList<>();
        groups.forEach((group, tally) -> tally.add(group, figures));
        double passed = contributions.stream().mapToDouble(Contribution::sum).sum();
        return new Summary(
                contributions.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(passed / contributions.size()),
                figures,
                contributions,
                Map.of(),
                samples,
                List.of());
    }

    private void add(String group, List<Figure> figures) {
        Map<String, Double> sums = new LinkedHashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Verdict verdict : verdicts) {
            verdict.measures().forEach((name, value) -> {
                sums.merge(name, value, Double::sum);
                counts.merge(name, 1, Integer::sum);
            });
        }
        long passed = verdicts.stream().filter(Verdict::passed).count();
        figures.add(
                new Figure(group, "passed", (double) passed / verdicts.size(), Figure.Form.PASSED, verdicts.size()));
        sums.forEach((name, sum) -> figures.add(new Figure(
                group,
                name,
                sum / counts.get(name),
                name.endsWith("dB") ? Figure.Form.DECIBELS : Figure.Form.SHARE,
                counts.get(name))));
    }
}
