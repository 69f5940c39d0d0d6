// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.rise;

import io.github.deepgen4j.evaluation.benchmark.rise.RiseRules.Grades;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The rows of the official table ({@code rise: gpt_eval.py: main}), in its order. */
final class RiseTable {
    /**
     * A scored item.
     *
     * @param score NaN where a judge's reply has no number; means leave it out
     * @param complete false there; means count it
     */
    record Scored(RiseCategory category, Optional<String> subtask, Grades grades, double score, boolean complete) {}

    /**
     * A row.
     *
     * @param score mean, 1 to 5; NaN without any
     * @param accuracy share of complete items, 0 to 1; NaN in rows of grades
     * @param count of the items behind it
     */
    record Row(double score, double accuracy, int count) {
        double percent() {
            return RiseRules.percent(score);
        }
    }

    private RiseTable() {}

    static Map<String, Row> of(List<Scored> all) {
        Map<String, Row> rows = new LinkedHashMap<>();
        rows.put("Overall", row(all));
        for (RiseCategory category : RiseCategory.values()) {
            rows.put(category.title(), row(of(all, category)));
        }
        rows.put("Overall_Reasoning", grade(all, Grades::reasoning));
        rows.put("Overall_ApprConsistency", grade(all, Grades::consistency));
        rows.put("Overall_VisualPlausibility_total", grade(all, Grades::quality));
        for (RiseCategory category : RiseCategory.values()) {
            List<Scored> some = of(all, category);
            rows.put(category.title() + "_Reasoning", grade(some, Grades::reasoning));
            rows.put(category.title() + "_Consistency", grade(some, Grades::consistency));
            if (category != RiseCategory.LOGICAL) {
                rows.put(category.title() + "_Quality", grade(some, Grades::quality));
            }
        }
        for (RiseCategory category : RiseCategory.values()) {
            for (String subtask : category.subtasks()) {
                List<Scored> some = all.stream()
                        .filter(one -> one.subtask().equals(Optional.of(subtask)))
                        .toList();
                if (!some.isEmpty()) {
                    rows.put(category.prefix() + "-" + subtask, row(some));
                }
            }
        }
        return rows;
    }

    private static List<Scored> of(List<Scored> all, RiseCategory category) {
        return all.stream().filter(one -> one.category() == category).toList();
    }

    private static Row row(List<Scored> some) {
        double accuracy = mean(some.stream().mapToDouble(one -> one.complete() ? 1 : 0));
        return new Row(mean(some.stream().mapToDouble(Scored::score)), accuracy, some.size());
    }

    private static Row grade(List<Scored> some, ToDoubleFunction<Grades> grade) {
        double mean = mean(some.stream().map(Scored::grades).mapToDouble(grade));
        return new Row(mean, Double.NaN, some.size());
    }

    /** NaN values are left out; NaN if nothing is left. */
    private static double mean(DoubleStream values) {
        return values.filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
    }
}
