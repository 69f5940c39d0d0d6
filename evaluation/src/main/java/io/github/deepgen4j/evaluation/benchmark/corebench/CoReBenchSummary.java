// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.corebench;

import io.github.deepgen4j.evaluation.benchmark.Contribution;
import io.github.deepgen4j.evaluation.benchmark.Figure;
import io.github.deepgen4j.evaluation.benchmark.Outcomes;
import io.github.deepgen4j.evaluation.benchmark.SampleScore;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Sum of a run: means of images, of dimensions, of all. */
final class CoReBenchSummary {
    private static final double PERCENT = 100;

    private final List<Contribution> contributions = new ArrayList<>();
    private final List<SampleScore> samples = new ArrayList<>();
    private final Map<Dimension, List<Double>> images = new EnumMap<>(Dimension.class);
    private int blank;

    CoReBenchSummary(List<CoReBenchItem> items, Outcomes<YesNo> outcomes) {
        for (CoReBenchItem item : items) {
            List<Double> scores = new ArrayList<>();
            for (String sample : outcomes.of(item).keySet()) {
                Map<String, YesNo> answers = outcomes.values(item, sample);
                blank += (int) answers.values().stream()
                        .filter(answer -> answer == YesNo.BLANK)
                        .count();
                ImageScore.of(answers.values()).ifPresent(score -> {
                    scores.add(score);
                    samples.add(new SampleScore(item.id(), sample, PERCENT * score, decision(item, answers)));
                });
            }
            if (!scores.isEmpty()) {
                images.computeIfAbsent(item.dimension(), _ -> new ArrayList<>()).addAll(scores);
                double sum = scores.stream().mapToDouble(score -> score).sum();
                contributions.add(new Contribution(item.id(), item.group(), PERCENT * sum, scores.size()));
            }
        }
    }

    private static String decision(CoReBenchItem item, Map<String, YesNo> answers) {
        return answers.entrySet().stream()
                .filter(answer -> answer.getValue() != YesNo.YES)
                .map(answer -> (answer.getValue() == YesNo.NO ? "no: " : "blank: ")
                        + item.questions().get(Integer.parseInt(answer.getKey()) - 1))
                .collect(Collectors.joining("; "));
    }

    Summary summary() {
        List<Figure> figures = new ArrayList<>();
        images.forEach((dimension, scores) ->
                figures.add(new Figure(dimension.code(), "score", mean(scores), Figure.Form.SHARE, scores.size())));
        OptionalDouble headline =
                images.values().stream().mapToDouble(CoReBenchSummary::mean).average();
        return new Summary(
                headline.isPresent() ? OptionalDouble.of(PERCENT * headline.getAsDouble()) : headline,
                figures,
                contributions,
                Map.of(),
                samples,
                blank == 0 ? List.of() : List.of(blank + " answers are neither yes nor no and do not count"));
    }

    private static double mean(List<Double> scores) {
        return scores.stream().mapToDouble(score -> score).average().orElseThrow();
    }
}
