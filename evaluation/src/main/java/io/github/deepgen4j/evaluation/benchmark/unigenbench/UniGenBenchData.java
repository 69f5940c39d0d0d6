// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.unigenbench;

import io.github.deepgen4j.evaluation.data.CsvTable;
import io.github.deepgen4j.evaluation.data.CsvTable.Row;
import io.github.deepgen4j.evaluation.data.JsonRow;
import io.github.deepgen4j.evaluation.data.JsonRows;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;

/**
 * The files {@code data/test_prompts_{en,en_long,zh,zh_long}.csv}, in the repository or in a folder of their own. Each
 * has 600 rows whose last cell is JSON. The copies in deepgen_rl, with columns of other names, are read as well.
 */
final class UniGenBenchData {
    static final int ITEMS = 600;

    /** The published long English file lacks a comma in this row. */
    private static final int BROKEN = 509;

    private final Language language;
    private final Set<String> known;

    /** @param known labels with a definition; all are taken if there are none */
    UniGenBenchData(Language language, Set<String> known) {
        this.language = language;
        this.known = known;
    }

    /**
     * The items of a file, in its order.
     *
     * @throws ConfigException if the file is not there, a row is broken, an index comes twice or is not 0..599, a label
     *     has no definition, or there are not 600
     */
    List<UniGenBenchItem> read(Path folder) {
        Path inside = folder.resolve("data").resolve(language.file());
        Path file = Files.exists(inside) ? inside : folder.resolve(language.file());
        CsvTable table = CsvTable.read(file);
        String suffix = table.columns().contains("prompt") ? "" : "_" + language.code();
        table.requireColumns(List.of("index", "prompt" + suffix, "sub_dims" + suffix));
        List<UniGenBenchItem> items = new ArrayList<>();
        Map<Integer, String> seen = new HashMap<>();
        for (Row row : table.rows()) {
            UniGenBenchItem item = item(row, suffix);
            String first = seen.put(item.index(), row.where());
            if (first != null) {
                throw new ConfigException("%s: index %d expected once, found again, first at %s"
                        .formatted(row.where(), item.index(), first));
            }
            items.add(item);
        }
        JsonRows.requireCount(file, "rows", ITEMS, items.size());
        return items;
    }

    private UniGenBenchItem item(Row row, String suffix) {
        int index = row.integer("index", 0, ITEMS - 1);
        Cell read = cell(row, "sub_dims" + suffix, index);
        JsonRow cell = read.row();
        List<String> labels = cell.texts(language.labels());
        List<String> descriptions = cell.texts(language.descriptions());
        if (labels.isEmpty() || labels.size() != descriptions.size()) {
            throw cell.fault(language.descriptions(), "as many texts as %s, at least one".formatted(language.labels()));
        }
        List<TestPoint> points = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            if (!known.isEmpty() && !known.contains(labels.get(i))) {
                throw new ConfigException("%s: %s expected one of the %d defined labels, found %s"
                        .formatted(cell.where(), language.labels(), known.size(), labels.get(i)));
            }
            points.add(new TestPoint(labels.get(i), descriptions.get(i)));
        }
        return new UniGenBenchItem(index, row.text("prompt" + suffix), points, read.repaired());
    }

    private record Cell(JsonRow row, boolean repaired) {}

    private Cell cell(Row row, String column, int index) {
        String json = row.text(column);
        String where = row.where() + ": " + column;
        try {
            return new Cell(new JsonRow(where, Json.read(json)), false);
        } catch (JacksonException e) {
            if (language == Language.LONG_ENGLISH && index == BROKEN) {
                return new Cell(new JsonRow(where, Json.read(MissingComma.repaired(json, where))), true);
            }
            throw new ConfigException(where + ": expected JSON, found that " + e.getOriginalMessage(), e);
        }
    }
}
