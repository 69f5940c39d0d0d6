// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.imgedit;

import io.github.deepgen4j.evaluation.benchmark.edit.DataFile;
import io.github.deepgen4j.evaluation.benchmark.edit.SourcePictures;
import io.github.deepgen4j.evaluation.data.JsonRow;
import io.github.deepgen4j.evaluation.data.JsonRows;
import io.github.deepgen4j.model.files.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * ImgEdit-Bench as published: {@code basic_edit.json}, an object of entries by key, and the pictures of {@code
 * Benchmark.tar}, unpacked. DeepGen calls the same list {@code singleturn.json}.
 */
final class ImgEditData {
    private static final List<String> NAMES = List.of(
            "basic_edit.json",
            "singleturn.json",
            "singleturn/singleturn.json",
            "Benchmark/singleturn/singleturn.json",
            "Benchmark/Basic/basic_edit.json");

    private ImgEditData() {}

    /**
     * @param expected number of entries
     * @throws ConfigException naming file and line of what is not as published
     */
    static List<ImgEditItem> read(Path data, int expected) {
        Path file = DataFile.of(data, NAMES);
        Map<String, JsonRow> rows = JsonRows.object(file);
        JsonRows.requireCount(file, "entries", expected, rows.size());
        var pictures = new SourcePictures(
                List.of(DataFile.folder(file), data, data.resolve("singleturn"), data.resolve("Benchmark/singleturn")),
                List.of());
        List<ImgEditItem> items = new ArrayList<>();
        rows.forEach((key, row) -> {
            if (key.isBlank() || key.contains("/") || key.contains("\\")) {
                throw new ConfigException(row.where() + ": expected a key that can be the name of a file");
            }
            items.add(new ImgEditItem(
                    items.size(),
                    key,
                    EditType.of(row.oneOf("edit_type", EditType.words())),
                    row.text("prompt"),
                    pictures.named(row, "id")));
        });
        return items;
    }
}
