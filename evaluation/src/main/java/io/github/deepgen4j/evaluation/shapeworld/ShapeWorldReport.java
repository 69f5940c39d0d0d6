// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.shapeworld;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Scores of a benchmark run, by category and in all. */
public record ShapeWorldReport(Map<Category, List<Score>> scores) {

    /** Mean of a measure over the pictures of a category. */
    public double mean(Category category, ToDoubleFunction<Score> measure) {
        return scores.get(category).stream().mapToDouble(measure).average().orElse(0);
    }

    /** Mean over all pictures. */
    public double mean(ToDoubleFunction<Score> measure) {
        return scores.values().stream()
                .flatMap(List::stream)
                .mapToDouble(measure)
                .average()
                .orElse(0);
    }

    /** The strict score of each category, then the graded measures over all pictures. */
    public Map<String, Double> measures() {
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("strict", mean(ShapeWorldReport::strict));
        scores.keySet()
                .forEach(category ->
                        measures.put("strict_" + category.word(), mean(category, ShapeWorldReport::strict)));
        measures.put("count", mean(score -> score.count() ? 1 : 0));
        measures.put("shapes", mean(Score::shapes));
        measures.put("colours", mean(Score::colours));
        measures.put("place", mean(score -> score.place() ? 1 : 0));
        measures.put("background", mean(score -> score.background() ? 1 : 0));
        return measures;
    }

    /** A Markdown table, one row a category. */
    public String markdown() {
        StringBuilder text =
                new StringBuilder("| category | pictures | strict | count | shapes | colours | place | background |\n");
        text.append("|---|---:|---:|---:|---:|---:|---:|---:|\n");
        scores.keySet()
                .forEach(category -> text.append(String.format(
                        Locale.ROOT,
                        "| %s | %d | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% |%n",
                        category.word(),
                        scores.get(category).size(),
                        100 * mean(category, ShapeWorldReport::strict),
                        100 * mean(category, score -> score.count() ? 1 : 0),
                        100 * mean(category, Score::shapes),
                        100 * mean(category, Score::colours),
                        100 * mean(category, score -> score.place() ? 1 : 0),
                        100 * mean(category, score -> score.background() ? 1 : 0))));
        return text.append(String.format(
                        Locale.ROOT,
                        "| **all** | %d | **%.1f %%** | | | | | |%n",
                        scores.values().stream().mapToInt(List::size).sum(),
                        100 * mean(ShapeWorldReport::strict)))
                .toString();
    }

    private static double strict(Score score) {
        return score.strict() ? 1 : 0;
    }
}
