// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.corebench;

import io.github.deepgen4j.evaluation.data.JsonRow;
import io.github.deepgen4j.evaluation.data.JsonRows;
import io.github.deepgen4j.model.files.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The twelve files {@code data/<DIMENSION>.json}, each an object of 90 entries by id. */
final class CoReBenchData {
    static final int ITEMS_A_DIMENSION = 90;

    private static final Set<String> FIELDS = Set.of("Main Class", "Sub Class", "Prompt", "Checklist", "Remark");

    private CoReBenchData() {}

    /**
     * The items of all dimensions, in the order of the enum and of the files.
     *
     * @param folder the repository, or its folder {@code data}
     * @throws ConfigException if a file is not there, an entry is broken, an id is not {@code <DIMENSION>-001..090}, or
     *     there are not 90
     */
    static List<CoReBenchItem> read(Path folder) {
        Path inside = folder.resolve("data");
        Path data = Files.isDirectory(inside) ? inside : folder;
        List<CoReBenchItem> items = new ArrayList<>();
        for (Dimension dimension : Dimension.values()) {
            Path file = data.resolve(dimension.code() + ".json");
            Map<String, JsonRow> rows = JsonRows.object(file);
            rows.forEach((id, row) -> items.add(item(dimension, id, row)));
            JsonRows.requireCount(file, "items", ITEMS_A_DIMENSION, rows.size());
        }
        return items;
    }

    private static CoReBenchItem item(Dimension dimension, String id, JsonRow row) {
        if (!id.matches(dimension.code() + "-0[0-9]{2}")
                || Integer.parseInt(id.substring(id.length() - 2)) < 1
                || Integer.parseInt(id.substring(id.length() - 2)) > ITEMS_A_DIMENSION) {
            throw new ConfigException("%s: expected an id of %s-001 to %s-0%d, found %s"
                    .formatted(row.where(), dimension.code(), dimension.code(), ITEMS_A_DIMENSION, id));
        }
        row.requireOnly(FIELDS);
        List<JsonRow> checklist = row.rows("Checklist");
        if (checklist.isEmpty()) {
            throw row.fault("Checklist", "an array of at least one question");
        }
        return new CoReBenchItem(
                id,
                dimension,
                row.text("Prompt"),
                checklist.stream().map(question -> question.text("question")).toList());
    }
}
