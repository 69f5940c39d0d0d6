// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.cvtg;

import io.github.deepgen4j.evaluation.data.JsonRow;
import io.github.deepgen4j.evaluation.data.JsonRows;
import io.github.deepgen4j.model.files.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of CVTG-2K: {@code CVTG/2.json} to {@code 5.json} and the same in {@code CVTG-Style}, which the authors'
 * README calls {@code CVTG-style}.
 */
final class CvtgData {
    static final int ITEMS = 2000;
    static final List<String> SUBSETS = List.of("CVTG", "CVTG-Style");
    static final List<Integer> AREAS = List.of(2, 3, 4, 5);

    private CvtgData() {}

    /**
     * All items in the order in which they are drawn: by area, both subsets of each in turn.
     *
     * @throws ConfigException naming the file, if one is missing or damaged, an index occurs twice in it, or all
     *     together are not {@link #ITEMS}
     */
    static List<CvtgItem> read(Path data) {
        List<CvtgItem> items = new ArrayList<>();
        for (int area : AREAS) {
            for (String subset : SUBSETS) {
                for (JsonRow row : rows(folder(data, subset).resolve(area + ".json"))) {
                    items.add(CvtgItem.of(items.size(), subset, area, row.integer("index", 0), row.text("prompt")));
                }
            }
        }
        JsonRows.requireCount(data, "prompts in the eight files", ITEMS, items.size());
        return items;
    }

    private static Path folder(Path data, String subset) {
        Path folder = data.resolve(subset);
        return Files.isDirectory(folder) ? folder : data.resolve(subset.replace("Style", "style"));
    }

    private static List<JsonRow> rows(Path file) {
        List<JsonRow> rows = JsonRows.field(file, "data_list");
        JsonRows.requireUnique(rows, "index", row -> row.integer("index", 0));
        return rows;
    }
}
