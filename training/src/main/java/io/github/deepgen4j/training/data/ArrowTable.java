// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.training.arrow.ArrowFile;
import io.github.deepgen4j.training.arrow.BytesColumn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file of Apache Arrow. Any row is read at once, by any number of threads, unless the file is compressed. */
record ArrowTable(Path file, ArrowFile arrow, List<BytesColumn> columns) implements Table {
    static Table open(Path file, List<String> names) {
        ArrowFile arrow;
        try {
            arrow = ArrowFile.open(file);
        } catch (IOException e) {
            throw new DataException(file + ": not an Arrow file that can be read (" + e.getMessage() + ")", e);
        }
        List<BytesColumn> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(arrow.column(name)
                    .or(() -> arrow.column(name + "." + BYTES))
                    .orElseThrow(() -> {
                        List<String> found = arrow.columns();
                        arrow.close();
                        return Table.withoutColumn(file, name, found);
                    }));
        }
        return new ArrowTable(file, arrow, columns);
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
