// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import dev.hardwood.InputFile;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.FileSchema;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Parquet files. Any row can be asked for, but reading one decodes what stands before it in its page, for one thread at a
 * time: good for looking at data and for small sets; large sets train faster from tars or picture files.
 */
final class ParquetSource implements Source {
    private static final String BYTES = "bytes";
    // It would tell every user that it does without vector instructions.
    private static final Logger QUIET = Logger.getLogger("dev.hardwood");

    static {
        QUIET.setLevel(Level.WARNING);
    }

    private record Part(Path file, ParquetFileReader reader, int rows) {}

    /** A picture's column, and whether its bytes are a field of it. */
    private record Column(String name, boolean structure) {
        static Column of(String name, FileSchema schema, Path file) {
            boolean plain = has(schema, name);
            if (!plain && !has(schema, name + "." + BYTES)) {
                throw new DataException("%s: expected a column %s of bytes or of structures with %s, found %s"
                        .formatted(file, name, BYTES, paths(schema)));
            }
            return new Column(name, !plain);
        }

        private static boolean has(FileSchema schema, String path) {
            return schema.getColumns().stream()
                    .anyMatch(column ->
                            column.fieldPath().toString().equals(path) && column.type() == PhysicalType.BYTE_ARRAY);
        }

        static List<String> paths(FileSchema schema) {
            return schema.getColumns().stream()
                    .map(column -> column.fieldPath() + " " + column.type())
                    .toList();
        }

        byte[] bytes(RowReader row) {
            if (row.isNull(name)) {
                return null;
            }
            return structure ? row.getStruct(name).getBinary(BYTES) : row.getBinary(name);
        }
    }

    private final SourceConfig.Parquet config;
    private final ImageChecks checks;
    private final List<Column> references;
    private final Column target;
    private final ColumnProjection projection;
    private final List<Part> parts = new ArrayList<>();

    ParquetSource(SourceConfig.Parquet config, ImageChecks checks, int mostReferences) {
        this.config = config;
        this.checks = checks;
        List<String> pictures =
                config.references().stream().limit(mostReferences).toList();
        this.projection =
                ColumnProjection.columns(Stream.concat(pictures.stream(), Stream.of(config.target(), config.text()))
                        .distinct()
                        .toArray(String[]::new));
        try {
            for (Path file : DataFiles.of(config.dataPath(), "parquet")) {
                parts.add(part(file));
            }
            FileSchema schema = parts.getFirst().reader().getFileSchema();
            Path file = parts.getFirst().file();
            this.target = Column.of(config.target(), schema, file);
            this.references =
                    pictures.stream().map(name -> Column.of(name, schema, file)).toList();
            Column.of(config.text(), schema, file);
            if (size() == 0) {
                throw new DataException(name() + ": expected at least one row, found none");
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static Part part(Path file) {
        try {
            ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file));
            return new Part(
                    file, reader, Math.toIntExact(reader.getFileMetaData().numRows()));
        } catch (IOException | RuntimeException e) {
            throw new DataException(file + ": not a Parquet file that can be read (" + e.getMessage() + ")", e);
        }
    }

    @Override
    public String name() {
        return config.dataPath().toString();
    }

    @Override
    public SampleType type() {
        return config.references().isEmpty() ? SampleType.TEXT_TO_IMAGE : SampleType.IMAGE_TO_IMAGE;
    }

    @Override
    public int size() {
        return parts.stream().mapToInt(Part::rows).reduce(0, Math::addExact);
    }

    /** The cells of one row. */
    private record Row(String text, byte[] target, List<byte[]> references) {}

    @Override
    public Sample read(int index) {
        int row = index;
        for (Part part : parts) {
            if (row < part.rows()) {
                return sample(read(part, row), part.file() + "[" + row + "]");
            }
            row -= part.rows();
        }
        throw new IndexOutOfBoundsException(index);
    }

    private synchronized Row read(Part part, int index) {
        try (RowReader rows = part.reader()
                .buildRowReader()
                .projection(projection)
                .skip(index)
                .head(1)
                .build()) {
            rows.next();
            List<byte[]> pictures = new ArrayList<>();
            references.forEach(column -> pictures.add(column.bytes(rows)));
            return new Row(
                    rows.isNull(config.text()) ? null : rows.getString(config.text()), target.bytes(rows), pictures);
        } catch (RuntimeException e) {
            throw new BadSampleException(part.file() + "[" + index + "]: cannot be read (" + e + ")", e);
        }
    }

    private Sample sample(Row row, String where) {
        if (row.text() == null) {
            throw new BadSampleException(where + ": column " + config.text() + " expected a text, found null");
        }
        List<Image> pictures =
                row.references().stream().map(bytes -> picture(bytes, where)).toList();
        return new Sample(type(), row.text(), picture(row.target(), where), pictures, where);
    }

    private Image picture(byte[] bytes, String where) {
        if (bytes == null) {
            throw new BadSampleException(where + ": expected the bytes of a picture, found null");
        }
        try {
            Image image = Image.read(new ByteArrayInputStream(bytes), where);
            checks.require(image.size(), where);
            return image;
        } catch (ImageException e) {
            throw new BadSampleException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        for (Part part : parts) {
            try {
                part.reader().close();
            } catch (IOException e) {
                throw new DataException(part.file() + ": cannot be closed (" + e + ")", e);
            }
        }
    }
}
