// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import io.github.deepgen4j.evaluation.benchmark.Contribution;
import io.github.deepgen4j.evaluation.benchmark.Figure;
import io.github.deepgen4j.evaluation.benchmark.Outcome;
import io.github.deepgen4j.evaluation.benchmark.Outcomes;
import io.github.deepgen4j.evaluation.benchmark.SampleScore;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;

/** The sum of all pictures: the mean over tasks, shares of pictures and of prompts. */
final class GenEvalTally {
    private static final String ALL = "all";

    private final Worth worth;
    private final List<TaskScores.Scored> pictures = new ArrayList<>();
    private final List<Contribution> contributions = new ArrayList<>();
    private final List<SampleScore> samples = new ArrayList<>();
    private final List<String> stray = new ArrayList<>();
    private final Agreement agreement = new Agreement();

    private GenEvalTally(Worth worth) {
        this.worth = worth;
    }

    static Summary of(List<GenEvalItem> items, Outcomes<Judged> outcomes, Worth worth) {
        var tally = new GenEvalTally(worth);
        items.forEach(item -> tally.add(item, outcomes.of(item)));
        return tally.summary();
    }

    private void add(GenEvalItem item, SortedMap<String, SortedMap<String, Outcome<Judged>>> bySample) {
        double sum = 0;
        int count = 0;
        for (Map.Entry<String, SortedMap<String, Outcome<Judged>>> of : bySample.entrySet()) {
            Optional<Judged> judged = value(of.getValue(), GenEval.OBJECTS);
            if (judged.isPresent()) {
                double worthIt = worth.of(judged.get());
                pictures.add(new TaskScores.Scored(item, worthIt));
                samples.add(new SampleScore(
                        item.id(),
                        of.getKey(),
                        worthIt,
                        String.join("; ", judged.get().reasons())));
                value(of.getValue(), GenEval.PROGRAM)
                        .ifPresent(own -> agreement.add(item, of.getKey(), judged.get(), own));
                sum += worthIt;
                count++;
            }
            if (GenEvalFolder.isStray(of.getKey())) {
                stray.add(item.id() + " " + of.getKey());
            }
        }
        if (count > 0) {
            contributions.add(new Contribution(item.id(), item.group(), sum, count));
        }
    }

    private static Optional<Judged> value(SortedMap<String, Outcome<Judged>> tasks, String task) {
        return tasks.containsKey(task) ? tasks.get(task).value() : Optional.empty();
    }

    private Summary summary() {
        TaskScores scores = TaskScores.of(pictures);
        List<Figure> figures = new ArrayList<>();
        Figure.Form form = worth == Worth.SOFT ? Figure.Form.SHARE : Figure.Form.PASSED;
        scores.tasks().forEach((tag, share) -> figures.add(figure(tag.word(), "images", share, form)));
        if (!pictures.isEmpty()) {
            figures.add(figure(ALL, "images", scores.images(), form));
            figures.add(figure(ALL, "prompts", scores.prompts(), form));
        }
        figures.addAll(agreement.figures());
        return new Summary(
                pictures.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(scores.overall()),
                figures,
                contributions,
                Map.of(),
                samples,
                notes());
    }

    private static Figure figure(String group, String measure, TaskScores.Share share, Figure.Form form) {
        return new Figure(group, measure, share.value(), form, share.all());
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>(agreement.differences());
        if (!stray.isEmpty()) {
            notes.add(String.format(
                            Locale.ROOT,
                            "%d pictures beside the samples are scored too, as the official script does with every"
                                    + " name",
                            stray.size())
                    + " that begins with digits and .png; the first is " + stray.getFirst());
        }
        return notes;
    }
}
