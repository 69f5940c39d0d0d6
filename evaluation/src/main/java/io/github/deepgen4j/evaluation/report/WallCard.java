// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.report;

import io.github.deepgen4j.evaluation.run.Scores.Scored;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A sample of an item with what each run made of it.
 *
 * @param images one a run; empty where a run has none
 * @param low the lowest score of its images
 * @param spread how far the runs differ, or with one run the samples of the item
 */
record WallCard(
        String item,
        String group,
        String prompt,
        String sample,
        List<Optional<Scored>> images,
        double low,
        double spread) {
    private static final double UNSCORED = -1;

    /** All samples that a run has, the worst first. */
    static List<WallCard> of(List<RunScores> runs) {
        Map<String, List<Optional<Scored>>> samples = new LinkedHashMap<>();
        for (int run = 0; run < runs.size(); run++) {
            for (Scored image : runs.get(run).scores().images()) {
                List<Optional<Scored>> images =
                        samples.computeIfAbsent(image.item() + "\0" + image.sample(), _ -> new ArrayList<>());
                while (images.size() < run) {
                    images.add(Optional.empty());
                }
                images.add(Optional.of(image));
            }
        }
        Map<String, double[]> ranges = ranges(runs);
        List<WallCard> cards = new ArrayList<>();
        for (List<Optional<Scored>> images : samples.values()) {
            while (images.size() < runs.size()) {
                images.add(Optional.empty());
            }
            cards.add(card(images, ranges));
        }
        cards.sort(Comparator.comparingDouble(WallCard::low));
        return cards;
    }

    /** Lowest and highest score of each item over all runs and samples. */
    private static Map<String, double[]> ranges(List<RunScores> runs) {
        Map<String, double[]> ranges = new LinkedHashMap<>();
        runs.forEach(run -> run.scores()
                .images()
                .forEach(image -> image.score()
                        .ifPresent(score -> ranges.merge(image.item(), new double[] {score, score}, (a, b) ->
                                new double[] {Math.min(a[0], b[0]), Math.max(a[1], b[1])}))));
        return ranges;
    }

    private static WallCard card(List<Optional<Scored>> images, Map<String, double[]> ranges) {
        Scored first = images.stream().flatMap(Optional::stream).findFirst().orElseThrow();
        double[] scores = images.stream()
                .flatMap(Optional::stream)
                .filter(image -> image.score().isPresent())
                .mapToDouble(image -> image.score().getAsDouble())
                .toArray();
        double low = Arrays.stream(scores).min().orElse(UNSCORED);
        double[] range = ranges.getOrDefault(first.item(), new double[2]);
        double spread = images.size() == 1
                ? range[1] - range[0]
                : scores.length < 2 ? 0 : scores[scores.length - 1] - scores[0];
        return new WallCard(first.item(), first.group(), first.prompt(), first.sample(), images, low, spread);
    }
}
