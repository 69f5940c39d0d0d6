// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.dpg;

import io.github.deepgen4j.evaluation.benchmark.Contribution;
import io.github.deepgen4j.evaluation.benchmark.Figure;
import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.benchmark.Outcomes;
import io.github.deepgen4j.evaluation.benchmark.SampleScore;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The sum of all pictures: the mean over grids of the mean over their pictures, and shares of categories. */
final class DpgTally {
    private static final String HEADLINE = "all";
    private static final double SCALE = 100;

    private final Mode mode;
    private final List<Double> grids = new ArrayList<>();
    private final List<Contribution> contributions = new ArrayList<>();
    private final List<SampleScore> samples = new ArrayList<>();
    private final List<CropScore> ofCategories = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();

    private DpgTally(Mode mode) {
        this.mode = mode;
    }

    static Summary of(List<DpgItem> items, Outcomes<Dpg.Said> outcomes, Mode mode) {
        var tally = new DpgTally(mode);
        items.forEach(item -> tally.add(item, outcomes));
        return tally.summary();
    }

    private void add(DpgItem item, Outcomes<Dpg.Said> outcomes) {
        Map<String, List<String>> byFile = new LinkedHashMap<>();
        outcomes.of(item)
                .keySet()
                .forEach(sample -> byFile.computeIfAbsent(
                                sample.contains("#") ? sample.substring(0, sample.lastIndexOf('#')) : "",
                                _ -> new ArrayList<>())
                        .add(sample));
        double sum = 0;
        int count = 0;
        for (List<String> grid : byFile.values()) {
            Optional<Double> score = grid(item, grid, outcomes);
            if (score.isPresent()) {
                sum += SCALE * score.get();
                count++;
            }
        }
        if (count > 0) {
            contributions.add(new Contribution(item.id(), HEADLINE, sum, count));
        }
    }

    /** The mean over the pictures of a grid; empty if one of them has no score, which drops the grid. */
    private Optional<Double> grid(DpgItem item, List<String> tiles, Outcomes<Dpg.Said> outcomes) {
        Map<String, CropScore> crops = new LinkedHashMap<>();
        for (String tile : tiles) {
            Optional<Map<Integer, Boolean>> yes = answers(item, outcomes.values(item, tile));
            if (yes.isEmpty()) {
                return Optional.empty();
            }
            Optional<CropScore> crop = score(item, yes.get());
            if (crop.isEmpty()) {
                dropped.add(item.id());
                return Optional.empty();
            }
            crops.put(tile, crop.get());
        }
        crops.forEach(
                (tile, crop) -> samples.add(new SampleScore(item.id(), tile, SCALE * crop.score(), decision(crop))));
        List<CropScore> scores = List.copyOf(crops.values());
        ofCategories.addAll(mode == Mode.OFFICIAL ? List.of(scores.getLast()) : scores);
        double mean = scores.stream().mapToDouble(CropScore::score).average().orElseThrow();
        grids.add(mean);
        return Optional.of(mean);
    }

    private static Optional<Map<Integer, Boolean>> answers(DpgItem item, Map<String, Dpg.Said> values) {
        Map<Integer, Boolean> yes = new HashMap<>();
        for (DpgQuestion question : item.questions()) {
            Dpg.Said said = values.get(String.valueOf(question.id()));
            if (said == null) {
                return Optional.empty();
            }
            yes.put(question.id(), said.yes());
        }
        return Optional.of(yes);
    }

    private Optional<CropScore> score(DpgItem item, Map<Integer, Boolean> yes) {
        return mode == Mode.OFFICIAL
                ? CropScore.official(item.questions(), yes)
                : Optional.of(CropScore.fixed(item.questions(), yes));
    }

    private static String decision(CropScore crop) {
        return crop.yes().entrySet().stream()
                .filter(answer -> !answer.getValue())
                .map(answer -> "no: " + answer.getKey().text())
                .collect(Collectors.joining("; "));
    }

    private Summary summary() {
        List<Figure> figures = new ArrayList<>();
        addAll(figures, "level 1", CategoryShares.top(ofCategories));
        addAll(figures, "level 2", CategoryShares.full(ofCategories));
        return new Summary(
                grids.isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(SCALE
                                * grids.stream()
                                        .mapToDouble(Double::doubleValue)
                                        .average()
                                        .orElseThrow()),
                figures,
                contributions,
                Map.of(),
                samples,
                notes());
    }

    private static void addAll(List<Figure> figures, String measure, CategoryShares categories) {
        categories
                .shares()
                .forEach((name, share) ->
                        figures.add(new Figure(name, measure, share.value(), Figure.Form.SHARE, share.questions())));
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add(String.format(Locale.ROOT, "%d grids scored", grids.size()));
        if (mode == Mode.OFFICIAL) {
            notes.add("as the script does: the first row of the table is lost, categories are those of the last"
                    + " picture of each grid");
        }
        if (!dropped.isEmpty()) {
            notes.add("dropped as the script does, since a question depends on one that is lost: "
                    + String.join(", ", dropped));
        }
        return notes;
    }
}
