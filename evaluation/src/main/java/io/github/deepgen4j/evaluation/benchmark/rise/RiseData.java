// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.rise;

import io.github.deepgen4j.evaluation.benchmark.edit.DataFile;
import io.github.deepgen4j.evaluation.benchmark.edit.SourcePictures;
import io.github.deepgen4j.evaluation.benchmark.rise.RiseItem.Consistency;
import io.github.deepgen4j.evaluation.data.JsonRow;
import io.github.deepgen4j.evaluation.data.JsonRows;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.json.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * RISEBench as published: an array of items and their pictures. The list of all items has fields that the one of 64 in
 * the repository lacks; some rules ask whether any item has a field, since the script makes columns of them.
 */
final class RiseData {
    private static final String FREE = "consistency_free";
    private static final String SHOWS_SOURCE = "reasoning_img";
    private static final String REFERENCE_IMAGE = "reference_img";
    private static final String REFERENCE_TEXT = "reference_txt";

    private final SourcePictures pictures;
    private final Set<String> columns;

    private RiseData(SourcePictures pictures, Set<String> columns) {
        this.pictures = pictures;
        this.columns = columns;
    }

    /**
     * @param names of the list, of which the first that is there is read
     * @param expected number of items
     * @throws ConfigException naming file and line of what is not as published
     */
    static List<RiseItem> read(Path data, List<String> names, int expected) {
        Path file = DataFile.of(data, names);
        List<JsonRow> rows = JsonRows.array(file);
        JsonRows.requireCount(file, "items", expected, rows.size());
        JsonRows.requireUnique(rows, "index", row -> row.text("index"));
        Set<String> columns = new HashSet<>();
        rows.forEach(row -> columns.addAll(row.node().propertyNames()));
        Path folder = DataFile.folder(file);
        var reader = new RiseData(
                new SourcePictures(List.of(folder, data, folder.resolve("data")), List.of(data.resolve("data.zip"))),
                columns);
        List<RiseItem> items = new ArrayList<>();
        rows.forEach(row -> items.add(reader.item(items.size(), row)));
        return items;
    }

    private RiseItem item(int number, JsonRow row) {
        RiseCategory category = RiseCategory.of(row.oneOf("category", RiseCategory.words()));
        String id = row.text("index");
        if (id.contains("/") || id.contains("\\")) {
            throw row.fault("index", "the name of a picture");
        }
        boolean temporalOrCausal = category == RiseCategory.TEMPORAL || category == RiseCategory.CAUSAL;
        // A logical item with both is judged by its text; others of time and cause never by a picture.
        Optional<String> text = category == RiseCategory.LOGICAL ? row.optionalText(REFERENCE_TEXT) : Optional.empty();
        Optional<String> image =
                temporalOrCausal || text.isPresent() ? Optional.empty() : row.optionalText(REFERENCE_IMAGE);
        Optional<String> reference = category == RiseCategory.LOGICAL
                ? text
                : image.isPresent() ? Optional.empty() : Optional.of(row.text("reference"));
        if (reference.isEmpty() && image.isEmpty()) {
            throw row.fault(REFERENCE_TEXT, "a text, or a picture in " + REFERENCE_IMAGE);
        }
        // The script asks for the column of reference images before it looks at reasoning_img of time and cause.
        boolean asks = !temporalOrCausal || columns.contains(REFERENCE_IMAGE);
        return new RiseItem(
                number,
                id,
                category,
                row.text("instruction"),
                pictures.named(row, "image"),
                row.optionalText("subtask"),
                reference,
                image.map(_ -> pictures.named(row, REFERENCE_IMAGE)),
                asks && row.has(SHOWS_SOURCE),
                columns.contains("reasoning_wo_ins"),
                consistency(category, row));
    }

    private Consistency consistency(RiseCategory category, JsonRow row) {
        if (!row.has(FREE)) {
            return columns.contains(FREE) ? Consistency.JUDGED_BESIDE_FREE : Consistency.JUDGED;
        }
        JsonNode free = row.node().path(FREE);
        if (free.isBoolean() && !free.booleanValue()
                || free.isString() && free.stringValue().isEmpty()
                || free.isNumber() && free.doubleValue() == 0) {
            throw row.fault(
                    FREE, "a true value, or none: the script does not judge such an item and counts it as judged");
        }
        if (category == RiseCategory.LOGICAL) {
            throw row.fault(FREE, "none in a logical item, on which the script ends");
        }
        return Consistency.FREE;
    }
}
