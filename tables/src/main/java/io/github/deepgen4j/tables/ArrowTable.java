// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tables;

import io.github.deepgen4j.tables.arrow.ArrowFile;
import io.github.deepgen4j.tables.arrow.BytesColumn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file of Apache Arrow. Any row is read at once, by any number of threads, unless the file is compressed. */
record ArrowTable(Path file, ArrowFile arrow, List<String> names, List<BytesColumn> columns) implements Table {
    static Table open(Path file, List<Column> wanted) {
        ArrowFile arrow;
        try {
            arrow = ArrowFile.open(file);
        } catch (IOException e) {
            throw new TableException(file + ": not an Arrow file that can be read (" + e.getMessage() + ")", e);
        }
        try {
            List<String> chosen = new ArrayList<>();
            List<BytesColumn> columns = new ArrayList<>();
            for (Column column : wanted) {
                chosen.add(name(file, arrow, column));
                columns.add(cells(arrow, column, chosen.getLast()).orElseThrow());
            }
            return new ArrowTable(file, arrow, chosen, columns);
        } catch (TableException e) {
            arrow.close();
            throw e;
        } catch (IOException e) {
            arrow.close();
            throw new TableException(file + ": " + e.getMessage(), e);
        }
    }

    private static String name(Path file, ArrowFile arrow, Column column) throws IOException {
        for (String name : column.names()) {
            for (String path : List.of(name, name + "." + BYTES)) {
                if (cells(arrow, column, path).isPresent()) {
                    return path;
                }
            }
        }
        throw new MissingColumnException(file, column, arrow.columns());
    }

    private static Optional<BytesColumn> cells(ArrowFile arrow, Column column, String path) throws IOException {
        return switch (column.cells()) {
            case BYTES -> arrow.column(path);
            case TRUTH -> arrow.truths(path);
        };
    }

    @Override
    public int rows() {
        return arrow.rows();
    }

    @Override
    public List<byte[]> read(int row) {
        List<byte[]> cells = new ArrayList<>();
        columns.forEach(column -> cells.add(arrow.bytes(column, row)));
        return cells;
    }

    @Override
    public void close() {
        arrow.close();
    }
}
