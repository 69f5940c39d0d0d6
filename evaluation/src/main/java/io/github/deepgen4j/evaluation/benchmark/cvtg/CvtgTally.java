// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.cvtg;

import io.github.deepgen4j.evaluation.benchmark.Contribution;
import io.github.deepgen4j.evaluation.benchmark.Figure;
import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.benchmark.Outcome;
import io.github.deepgen4j.evaluation.benchmark.Outcomes;
import io.github.deepgen4j.evaluation.benchmark.SampleScore;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import io.github.deepgen4j.evaluation.task.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;

/** The sum of all pictures: shares of words over all of them, means over areas. */
final class CvtgTally {
    private static final String ALL = "all";
    /** Failures that say nothing about a picture's text, since nobody tried to read it. */
    private static final Set<Failure.Kind> NOT_TRIED = Set.of(Failure.Kind.NOT_ASKED, Failure.Kind.BUDGET);

    private final Mode mode;
    private final Map<String, List<ImageScore>> areas = new LinkedHashMap<>();
    private final List<Contribution> contributions = new ArrayList<>();
    private final List<SampleScore> samples = new ArrayList<>();
    private int unread;

    private CvtgTally(Mode mode) {
        this.mode = mode;
    }

    static Summary of(List<CvtgItem> items, Outcomes<CvtgValue> outcomes, Mode mode) {
        var tally = new CvtgTally(mode);
        items.forEach(item -> tally.add(item, outcomes.of(item)));
        return tally.summary();
    }

    private void add(CvtgItem item, SortedMap<String, SortedMap<String, Outcome<CvtgValue>>> bySample) {
        int correct = 0;
        int total = 0;
        for (Map.Entry<String, SortedMap<String, Outcome<CvtgValue>>> of : bySample.entrySet()) {
            Optional<WordScore> words = words(item, of.getValue().get(Cvtg.READ));
            if (words.isPresent()) {
                areas.computeIfAbsent(item.group(), _ -> new ArrayList<>())
                        .add(new ImageScore(words.get(), heads(of.getValue().get(Cvtg.CLIP))));
                samples.add(sample(item, of.getKey(), words.get()));
                correct += words.get().correct();
                total += words.get().total();
            }
        }
        if (total > 0) {
            contributions.add(new Contribution(item.id(), ALL, correct, total));
        }
    }

    /** A picture that the reader failed on counts as one without text, as in the script, unless that is mended. */
    private Optional<WordScore> words(CvtgItem item, Outcome<CvtgValue> read) {
        if (read == null) {
            return Optional.empty();
        }
        if (read.value().isPresent()) {
            return read.value().get().words();
        }
        if (mode == Mode.FIXED
                || NOT_TRIED.contains(read.failure().orElseThrow().kind())) {
            return Optional.empty();
        }
        unread++;
        return Optional.of(WordScore.unreadable(item.words()));
    }

    private static Map<String, Double> heads(Outcome<CvtgValue> compared) {
        OptionalDouble clip = compared == null || compared.value().isEmpty()
                ? OptionalDouble.empty()
                : compared.value().get().clip();
        return clip.isPresent() ? Map.of(ImageScore.CLIP, clip.getAsDouble()) : Map.of();
    }

    private static SampleScore sample(CvtgItem item, String sample, WordScore words) {
        return new SampleScore(
                item.id(),
                sample,
                words.total() == 0 ? 1 : (double) words.correct() / words.total(),
                String.format(Locale.ROOT, "%d of %d words", words.correct(), words.total()));
    }

    private Summary summary() {
        List<ImageScore> all = areas.values().stream().flatMap(List::stream).toList();
        List<Figure> figures = new ArrayList<>();
        areas.forEach((area, scores) -> add(figures, area, AreaScore.of(scores)));
        AreaScore whole = AreaScore.of(all);
        if (!all.isEmpty()) {
            add(figures, ALL, whole);
        }
        return new Summary(
                all.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(whole.accuracy()),
                figures,
                contributions,
                Map.of(),
                samples,
                unread == 0
                        ? List.of()
                        : List.of(String.format(
                                Locale.ROOT,
                                "%d pictures could not be read; their words count as wrong, as in the script",
                                unread)));
    }

    private static void add(List<Figure> figures, String area, AreaScore score) {
        figures.add(new Figure(area, "word_accuracy", score.accuracy(), Figure.Form.SHARE, score.words()));
        figures.add(new Figure(area, "ned", score.similarity(), Figure.Form.SHARE, score.words()));
        score.heads()
                .forEach((head, value) ->
                        figures.add(new Figure(area, head, value, Figure.Form.POINTS, score.images())));
    }
}
