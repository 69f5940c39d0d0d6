// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tables;

import java.nio.file.Path;
import java.util.List;

/** A file of rows, some columns of which are read. Safe for several threads. */
public interface Table extends AutoCloseable {
    /** The field that holds the bytes where an image's column is one of structures, as data set hubs write it. */
    String BYTES = "bytes";

    Path file();

    /** The names of the columns that it was opened with. */
    List<String> names();

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

    /** Opens a file for some of its columns. */
    interface Format {
        Format PARQUET = ParquetTable::open;

        /** The stream format, in which data set hubs keep their sets, and the file format, that of Feather 2. */
        Format ARROW = ArrowTable::open;

        /**
         * @throws MissingColumnException if the file lacks a column
         * @throws TableException if the file cannot be read
         */
        Table open(Path file, List<Column> columns);
    }

    /** The cause of a library's failure, in its own words if it has any. */
    static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? "it is damaged" : root.getMessage();
    }
}
