// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld;

import io.github.deepgen4j.shapeworld.scoring.Score;
import io.github.deepgen4j.shapeworld.task.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Scores of a benchmark run, by kind and in all. */
public record ShapeWorldReport(Map<Kind, List<Score>> scores) {

    /** Mean of a measure over the images of a kind. */
    public double mean(Kind kind, ToDoubleFunction<Score> measure) {
        return scores.get(kind).stream().mapToDouble(measure).average().orElse(0);
    }

    /** Mean over all images. */
    public double mean(ToDoubleFunction<Score> measure) {
        return scores.values().stream()
                .flatMap(List::stream)
                .mapToDouble(measure)
                .average()
                .orElse(0);
    }

    /** The strict score of each kind, then the graded measures over all images. */
    public Map<String, Double> measures() {
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("strict", mean(ShapeWorldReport::strict));
        scores.keySet().forEach(kind -> measures.put("strict_" + kind.word(), mean(kind, ShapeWorldReport::strict)));
        measures.put("count", mean(score -> score.count() ? 1 : 0));
        measures.put("shapes", mean(Score::shapes));
        measures.put("colours", mean(Score::colours));
        measures.put("place", mean(score -> score.place() ? 1 : 0));
        measures.put("background", mean(score -> score.background() ? 1 : 0));
        return measures;
    }

    private static double strict(Score score) {
        return score.strict() ? 1 : 0;
    }
}
