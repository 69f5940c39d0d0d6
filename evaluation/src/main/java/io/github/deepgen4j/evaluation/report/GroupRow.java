// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.report;

import io.github.deepgen4j.evaluation.benchmark.Figure;
import io.github.deepgen4j.evaluation.run.Scores;
import io.github.deepgen4j.evaluation.run.Scores.Scored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row of a report's table.
 *
 * @param images of this group
 * @param edits whether they were made from others
 * @param prompts how many different ones they have
 * @param figures by measure
 */
public record GroupRow(String group, boolean edits, int images, int prompts, Map<String, Figure> figures) {
    /** One a group, in the order of figures. */
    public static List<GroupRow> of(Scores scores) {
        Map<String, Map<String, Figure>> groups = new LinkedHashMap<>();
        scores.figures()
                .forEach(figure -> groups.computeIfAbsent(figure.group(), _ -> new LinkedHashMap<>())
                        .put(figure.measure(), figure));
        List<GroupRow> rows = new ArrayList<>();
        groups.forEach((group, figures) -> {
            List<Scored> images = scores.images().stream()
                    .filter(image -> image.group().equals(group))
                    .toList();
            rows.add(new GroupRow(
                    group,
                    images.stream().anyMatch(image -> !image.source().isEmpty()),
                    images.size(),
                    (int) images.stream().map(Scored::prompt).distinct().count(),
                    figures));
        });
        return rows;
    }

    /** The share that passed, if that is what the group counts. */
    public Optional<Figure> passed() {
        return figures.values().stream()
                .filter(figure -> figure.form() == Figure.Form.PASSED)
                .findFirst();
    }

    /** The interval of the share that passed, as if no prompt came twice. */
    public Optional<Wilson> interval() {
        return passed().map(
                        figure -> Wilson.of((int) Math.round(figure.value() * figure.count()), (int) figure.count()));
    }
}
