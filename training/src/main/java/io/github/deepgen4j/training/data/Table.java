// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import java.nio.file.Path;
import java.util.List;

/** A file of rows, some columns of which are read. Safe for several threads. */
interface Table extends AutoCloseable {
    /** The field that holds the bytes where an image's column is one of structures, as data set hubs write it. */
    String BYTES = "bytes";

    Path file();

    int rows();

    /**
     * The cells of a row.
     *
     * @param row 0 to rows - 1
     * @return for each column that the table was opened with its bytes, those of texts in UTF-8; null where it is null
     * @throws RuntimeException if the file is damaged there
     */
    List<byte[]> read(int row);

    @Override
    void close();

    /** Opens a file for columns of texts, of bytes, or of structures that have their bytes in a field. */
    interface Format {
        /** @throws DataException if the file cannot be read or lacks a column */
        Table open(Path file, List<String> columns);
    }

    static DataException withoutColumn(Path file, String name, List<String> found) {
        return new DataException("%s: expected a column %s of texts, of bytes or of structures with %s, found %s"
                .formatted(file, name, BYTES, found));
    }
}
