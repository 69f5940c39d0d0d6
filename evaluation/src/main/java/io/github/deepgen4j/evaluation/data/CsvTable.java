// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.data;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.TextFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A benchmark's table: comma-separated values with names of columns in the first row. */
public record CsvTable(Path file, List<String> columns, List<Row> rows) {
    private static final int SHOWN = 60;

    /**
     * One row.
     *
     * @param where file and line
     */
    public record Row(String where, Map<String, String> cells) {
        /** The text of a cell, which must not be blank. */
        public String text(String column) {
            String text = cells.get(column);
            if (text.isBlank()) {
                throw fault(column, "a text");
            }
            return text;
        }

        /** The whole number of a cell. */
        public int integer(String column, int least, int most) {
            String expected = String.format(Locale.ROOT, "a whole number of %d to %d", least, most);
            String text = text(column).strip();
            if (!text.matches("[0-9]{1,9}")) {
                throw fault(column, expected);
            }
            int number = Integer.parseInt(text);
            if (number < least || number > most) {
                throw fault(column, expected);
            }
            return number;
        }

        /** The refusal of a cell. */
        public ConfigException fault(String column, String expected) {
            String text = cells.get(column);
            String found =
                    text.isBlank() ? "nothing" : text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
            return new ConfigException(
                    String.format(Locale.ROOT, "%s: %s expected %s, found %s", where, column, expected, found));
        }
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException naming file and line, if it cannot be read, has no header, a quote is not closed or a row
     *     has another number of cells
     */
    public static CsvTable read(Path file) {
        List<CsvRecord> records;
        try {
            records = CsvRecord.parse(TextFile.read(file));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file + ": " + e.getMessage(), e);
        }
        if (records.isEmpty()) {
            throw new ConfigException(file + ":1: expected names of columns, found nothing");
        }
        List<String> columns = records.getFirst().fields();
        List<Row> rows = new ArrayList<>();
        for (CsvRecord row : records.subList(1, records.size())) {
            String where = file + ":" + row.line();
            if (row.fields().size() != columns.size()) {
                throw new ConfigException(String.format(
                        Locale.ROOT,
                        "%s: expected %d cells (%s), found %d",
                        where,
                        columns.size(),
                        String.join(", ", columns),
                        row.fields().size()));
            }
            Map<String, String> cells = new HashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                cells.put(columns.get(i), row.fields().get(i));
            }
            rows.add(new Row(where, cells));
        }
        return new CsvTable(file, columns, rows);
    }

    /** @throws ConfigException if a column is missing */
    public void requireColumns(List<String> expected) {
        if (!columns.containsAll(expected)) {
            throw new ConfigException(String.format(
                    Locale.ROOT,
                    "%s:1: expected the columns %s, found %s",
                    file,
                    String.join(", ", expected),
                    String.join(", ", columns)));
        }
    }
}
