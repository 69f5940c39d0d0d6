// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.gedit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Means by group of scored edits ({@code step1x: GEdit-Bench/calculate_statistics.py}). */
record GeditTable(Map<String, List<GeditTable.Row>> rows) {
    /** All groups, in the order of the official tables. */
    static final List<String> GROUPS = List.of(
            "background_change",
            "color_alter",
            "material_alter",
            "motion_change",
            "ps_human",
            "style_change",
            "subject-add",
            "subject-remove",
            "subject-replace",
            "text_change",
            "tone_transfer");

    /** One edit with both answers; {@code overall} is {@link GeditScore#overall}. */
    record Row(String group, double semantics, double quality, double overall, boolean intersection) {}

    /** @param groups that there should be */
    static GeditTable of(List<Row> all, List<String> groups) {
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        groups.forEach(group -> rows.put(group, new ArrayList<>()));
        all.forEach(row -> rows.get(row.group()).add(row));
        return new GeditTable(rows);
    }

    /** Only the rows that every compared system could edit. */
    GeditTable intersection() {
        return of(
                rows.values().stream()
                        .flatMap(List::stream)
                        .filter(Row::intersection)
                        .toList(),
                List.copyOf(rows.keySet()));
    }

    /** The mean over a group; NaN if it has no row, as in the original. */
    double mean(String group, ToDoubleFunction<Row> measure) {
        return rows.get(group).stream().mapToDouble(measure).average().orElse(Double.NaN);
    }

    /** The mean of the groups' means, in which each group weighs the same; empty while a group has no row. */
    OptionalDouble mean(ToDoubleFunction<Row> measure) {
        if (rows.values().stream().anyMatch(List::isEmpty)) {
            return OptionalDouble.empty();
        }
        return rows.keySet().stream().mapToDouble(group -> mean(group, measure)).average();
    }
}
