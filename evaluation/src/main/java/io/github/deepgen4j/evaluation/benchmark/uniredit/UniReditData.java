// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.uniredit;

import io.github.deepgen4j.evaluation.benchmark.edit.DataFile;
import io.github.deepgen4j.evaluation.benchmark.edit.SourcePictures;
import io.github.deepgen4j.evaluation.data.JsonRow;
import io.github.deepgen4j.evaluation.data.JsonRows;
import io.github.deepgen4j.model.json.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * UniREditBench as published: {@code data.json} and its pictures, in {@code original_image.zip} and {@code
 * reference_image.zip} or unpacked from them.
 */
final class UniReditData {
    private UniReditData() {}

    /**
     * @param expected number of items
     * @throws io.github.deepgen4j.model.files.ConfigException naming file and line of what is not as published
     */
    static List<UniReditItem> read(Path data, int expected) {
        Path file = DataFile.of(data, List.of("data.json", "UniREditBench/data.json"));
        List<JsonRow> rows = JsonRows.array(file);
        JsonRows.requireCount(file, "items", expected, rows.size());
        JsonRows.requireUnique(rows, "name and idx", row -> row.text("name") + "#" + idx(row));
        Path folder = DataFile.folder(file);
        var pictures = new SourcePictures(
                List.of(folder), List.of(folder.resolve("original_image.zip"), folder.resolve("reference_image.zip")));
        List<UniReditItem> items = new ArrayList<>();
        rows.forEach(row -> items.add(item(items.size(), row, pictures)));
        return items;
    }

    private static UniReditItem item(int number, JsonRow row, SourcePictures pictures) {
        String name = row.text("name");
        if (name.contains("/") || name.contains("\\")) {
            throw row.fault("name", "the name of a folder");
        }
        return new UniReditItem(
                number,
                name,
                idx(row),
                row.optionalText("rules"),
                row.text("instruction"),
                row.optionalText("reference_effect").orElse(""),
                pictures.named(row, "original_image_path"),
                pictures.named(row, "reference_image_path"));
    }

    /** A number or a word, which names a picture. */
    private static String idx(JsonRow row) {
        JsonNode idx = row.node().path("idx");
        String word = idx.asString();
        boolean plain = idx.isString() || idx.isIntegralNumber();
        if (!plain || word.isBlank() || word.contains("/") || word.contains("\\")) {
            throw row.fault("idx", "a whole number or the name of a picture");
        }
        return word;
    }
}
