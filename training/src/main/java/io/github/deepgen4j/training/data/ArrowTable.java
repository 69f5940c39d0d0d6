// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.training.arrow.ArrowFile;
import io.github.deepgen4j.training.arrow.BytesColumn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file of Apache Arrow. Any row is read at once, by any number of threads, unless the file is compressed. */
record ArrowTable(Path file, ArrowFile arrow, List<BytesColumn> columns) implements Table {
    static Table open(Path file, List<String> names) {
        ArrowFile arrow;
        try {
            arrow = ArrowFile.open(file);
        } catch (IOException e) {
            throw new DataException(file + ": not an Arrow file that can be read (" + e.getMessage() + ")", e);
        }
        try {
            List<BytesColumn> columns = new ArrayList<>();
            for (String name : names) {
                columns.add(column(arrow, name).orElseThrow(() -> Table.withoutColumn(file, name, arrow.columns())));
            }
            return new ArrowTable(file, arrow, columns);
        } catch (DataException e) {
            arrow.close();
            throw e;
        } catch (IOException e) {
            arrow.close();
            throw new DataException(file + ": " + e.getMessage(), e);
        }
    }

    private static Optional<BytesColumn> column(ArrowFile arrow, String name) throws IOException {
        Optional<BytesColumn> plain = arrow.column(name);
        return plain.isPresent() ? plain : arrow.column(name + "." + BYTES);
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
