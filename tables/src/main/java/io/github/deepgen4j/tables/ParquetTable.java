// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tables;

import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.FileSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * A Parquet file. Rows one after another are read quickly; a row at any other place decodes what stands before it in
 * its page, for one thread at a time: good for looking at data and for small sets; large sets train faster from tars,
 * Arrow or image files.
 */
final class ParquetTable implements Table {
    // It would tell every user that it does without vector instructions.
    private static final Logger QUIET = Logger.getLogger("dev.hardwood");
    private static final String FIELD = "." + BYTES;

    static {
        QUIET.setLevel(Level.WARNING);
    }

    /** The place of a column's cells. */
    private enum Storage {
        BYTES,
        FIELD_OF_BYTES,
        BOOLEAN
    }

    private record Stored(String name, Storage storage) {
        byte[] bytes(RowReader row) {
            if (row.isNull(name)) {
                return null;
            }
            return switch (storage) {
                case BYTES -> row.getBinary(name);
                case FIELD_OF_BYTES -> row.getStruct(name).getBinary(Table.BYTES);
                case BOOLEAN -> new byte[] {(byte) (row.getBoolean(name) ? 1 : 0)};
            };
        }
    }

    private final Path file;
    private final WatchedParquet watched;
    private final ParquetFileReader reader;
    private final List<Stored> columns;
    private final ColumnProjection projection;
    private final int rows;
    // Of rows that are asked for one after another.
    private RowReader reading;
    private int next = -1;

    private ParquetTable(
            Path file, WatchedParquet watched, ParquetFileReader reader, long dataEnd, List<Column> wanted) {
        this.file = file;
        this.watched = watched;
        this.reader = reader;
        this.columns = wanted.stream()
                .map(column -> stored(reader.getFileSchema(), column))
                .toList();
        Set<String> read = columns.stream().map(Stored::name).collect(Collectors.toSet());
        this.projection = ColumnProjection.columns(read.toArray(String[]::new));
        this.rows = ParquetFooter.rows(file, reader.getFileMetaData(), dataEnd, read);
    }

    static Table open(Path file, List<Column> wanted) {
        WatchedParquet watched = new WatchedParquet(file);
        try {
            long dataEnd = ParquetFooter.start(file);
            ParquetFileReader reader = watched.call(() -> ParquetFileReader.open(watched));
            return watched.call(() -> new ParquetTable(file, watched, reader, dataEnd, wanted));
        } catch (TableException e) {
            watched.end(() -> null);
            throw e;
        } catch (IOException | RuntimeException e) {
            watched.end(() -> null);
            throw new TableException(file + ": not a Parquet file that can be read (" + Table.reason(e) + ")", e);
        }
    }

    private Stored stored(FileSchema schema, Column column) {
        boolean bytes = column.cells() == Column.Cells.BYTES;
        PhysicalType type = bytes ? PhysicalType.BYTE_ARRAY : PhysicalType.BOOLEAN;
        for (String name : column.names()) {
            if (has(schema, name, type)) {
                boolean field = name.endsWith(FIELD);
                return new Stored(
                        field ? name.substring(0, name.length() - FIELD.length()) : name,
                        field ? Storage.FIELD_OF_BYTES : bytes ? Storage.BYTES : Storage.BOOLEAN);
            }
            if (bytes && has(schema, name + FIELD, type)) {
                return new Stored(name, Storage.FIELD_OF_BYTES);
            }
        }
        throw new MissingColumnException(
                file,
                column,
                schema.getColumns().stream()
                        .map(found -> found.fieldPath() + " " + found.type())
                        .toList());
    }

    private static boolean has(FileSchema schema, String path, PhysicalType type) {
        return schema.getColumns().stream()
                .anyMatch(column -> column.fieldPath().toString().equals(path) && column.type() == type);
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public List<String> names() {
        return columns.stream().map(Stored::name).toList();
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public synchronized List<byte[]> read(int row) {
        try {
            return watched.call(() -> readNow(row));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private List<byte[]> readNow(int row) {
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
        watched.end(() -> {
            stop();
            reader.close();
            return null;
        });
    }
}
