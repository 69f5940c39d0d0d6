// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.wise;

import io.github.deepgen4j.evaluation.data.JsonRow;
import io.github.deepgen4j.evaluation.data.JsonRows;
import io.github.deepgen4j.model.files.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of an edition: three arrays of objects, of the verified one also {@code merge.json} with all. */
final class WiseData {
    private static final String ALL = "merge.json";

    private WiseData() {}

    /**
     * The items by number.
     *
     * @param folder the repository, or the folder with the files
     * @throws ConfigException if a file is not there, an entry is broken, a number is not 1..1000 or comes twice, or
     *     there are not 1,000
     */
    static List<WiseItem> read(Path folder, Edition edition) {
        Path inside = folder.resolve(edition.folder());
        Path data = Files.isDirectory(inside) ? inside : folder;
        List<JsonRow> rows = new ArrayList<>();
        if (edition == Edition.VERIFIED && Files.exists(data.resolve(ALL))) {
            rows.addAll(rows(data.resolve(ALL), Edition.ITEMS));
        } else {
            for (int i = 0; i < edition.files().size(); i++) {
                rows.addAll(rows(
                        data.resolve(edition.files().get(i)), edition.counts().get(i)));
            }
        }
        JsonRows.requireUnique(rows, "prompt_id", row -> row.integer("prompt_id", 1));
        return rows.stream()
                .map(row -> item(row, edition))
                .sorted((a, b) -> Integer.compare(a.number(), b.number()))
                .toList();
    }

    private static List<JsonRow> rows(Path file, int expected) {
        List<JsonRow> rows = JsonRows.array(file);
        JsonRows.requireCount(file, "items", expected, rows.size());
        return rows;
    }

    private static WiseItem item(JsonRow row, Edition edition) {
        int number = row.integer("prompt_id", 1);
        if (number > Edition.ITEMS) {
            throw row.fault("prompt_id", "a whole number of 1 to " + Edition.ITEMS);
        }
        return new WiseItem(number, edition.category(number), row.text("Prompt"), row.text("Explanation"));
    }
}
