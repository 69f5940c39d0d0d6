// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import dev.hardwood.InputFile;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.FileSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A Parquet file. Rows one after another are read quickly; a row at any other place decodes what stands before it in
 * its page, for one thread at a time: good for looking at data and for small sets; large sets train faster from tars,
 * Arrow or image files.
 */
final class ParquetTable implements Table {
    // It would tell every user that it does without vector instructions.
    private static final Logger QUIET = Logger.getLogger("dev.hardwood");

    static {
        QUIET.setLevel(Level.WARNING);
    }

    /** A column, and whether its bytes are a field of it. */
    private record Column(String name, boolean structure) {
        byte[] bytes(RowReader row) {
            if (row.isNull(name)) {
                return null;
            }
            return structure ? row.getStruct(name).getBinary(BYTES) : row.getBinary(name);
        }
    }

    private final Path file;
    private final ParquetFileReader reader;
    private final List<Column> columns;
    private final ColumnProjection projection;
    private final int rows;
    // Of rows that are asked for one after another.
    private RowReader reading;
    private int next = -1;

    private ParquetTable(Path file, ParquetFileReader reader, List<String> names) throws IOException {
        this.file = file;
        this.reader = reader;
        this.columns =
                names.stream().map(name -> column(reader.getFileSchema(), name)).toList();
        this.projection = ColumnProjection.columns(names.stream().distinct().toArray(String[]::new));
        this.rows = Math.toIntExact(reader.getFileMetaData().numRows());
    }

    static Table open(Path file, List<String> names) {
        try {
            return open(file, ParquetFileReader.open(InputFile.of(file)), names);
        } catch (DataException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new DataException(file + ": not a Parquet file that can be read (" + e.getMessage() + ")", e);
        }
    }

    private static Table open(Path file, ParquetFileReader reader, List<String> names) throws IOException {
        try {
            return new ParquetTable(file, reader, names);
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private Column column(FileSchema schema, String name) {
        boolean plain = has(schema, name);
        if (!plain && !has(schema, name + "." + BYTES)) {
            throw Table.withoutColumn(
                    file,
                    name,
                    schema.getColumns().stream()
                            .map(column -> column.fieldPath() + " " + column.type())
                            .toList());
        }
        return new Column(name, !plain);
    }

    private static boolean has(FileSchema schema, String path) {
        return schema.getColumns().stream()
                .anyMatch(column ->
                        column.fieldPath().toString().equals(path) && column.type() == PhysicalType.BYTE_ARRAY);
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public synchronized List<byte[]> read(int row) {
        boolean goesOn = row == next;
        next = row + 1;
        if (goesOn) {
            if (reading == null) {
                reading =
                        reader.buildRowReader().projection(projection).skip(row).build();
            }
            try {
                return cells(reading);
            } catch (RuntimeException e) {
                stop(); // it may stand anywhere now
                throw e;
            }
        }
        stop();
        try (RowReader one =
                reader.buildRowReader().projection(projection).skip(row).head(1).build()) {
            return cells(one);
        }
    }

    private List<byte[]> cells(RowReader row) {
        row.next();
        List<byte[]> cells = new ArrayList<>();
        columns.forEach(column -> cells.add(column.bytes(row)));
        return cells;
    }

    private void stop() {
        if (reading != null) {
            reading.close();
            reading = null;
        }
    }

    @Override
    public void close() {
        stop();
        try {
            reader.close();
        } catch (IOException e) {
            throw new DataException(file + ": cannot be closed (" + e + ")", e);
        }
    }
}
