// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.tables.Column;
import io.github.deepgen4j.tables.MissingColumnException;
import io.github.deepgen4j.tables.Table;
import io.github.deepgen4j.tables.TableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Files whose rows are samples, in columns of texts and images: Parquet and Arrow. */
final class TableSource implements Source {
    private final SourceConfig.Rows config;
    private final ImageChecks checks;
    private final List<Table> tables = new ArrayList<>();
    private final Inventory inventory;

    /** @param left counts what was left out of {@code files} */
    TableSource(
            SourceConfig.Rows config,
            Table.Format format,
            List<Path> files,
            Inventory.Count left,
            ImageChecks checks,
            int mostReferences) {
        this.config = config;
        this.checks = checks;
        List<Column> columns = Stream.concat(
                        Stream.of(config.texts(), config.targets()),
                        config.references().stream().limit(mostReferences).map(List::of))
                .map(names -> new Column(names, Column.Cells.BYTES))
                .toList();
        try {
            files.forEach(file -> tables.add(open(format, file, columns)));
            if (size() == 0) {
                throw new DataException(name() + ": expected at least one row, found none");
            }
            left.use(files.size());
            this.inventory = left.done();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static Table open(Table.Format format, Path file, List<Column> columns) {
        try {
            return format.open(file, columns);
        } catch (MissingColumnException e) {
            throw new DataException(
                    ("%s; a .yaml names columns, for example groups: [{repeats: 1, batch: 1, sources: [{format: %s,"
                                    + " data_path: %s, target: COLUMN, text: COLUMN}]}]")
                            .formatted(
                                    e.getMessage(), file.toString().endsWith(".parquet") ? "parquet" : "arrow", file),
                    e);
        } catch (TableException e) {
            throw new DataException(e.getMessage(), e);
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
        return tables.stream().mapToInt(Table::rows).reduce(0, Math::addExact);
    }

    @Override
    public Inventory inventory() {
        return inventory;
    }

    @Override
    public boolean reads(Path file) {
        return tables.stream().anyMatch(table -> NamedFiles.isSame(table.file(), file));
    }

    @Override
    public Sample read(int index) {
        int row = index;
        for (Table table : tables) {
            if (row < table.rows()) {
                return read(table, row, table.file() + "[" + row + "]");
            }
            row -= table.rows();
        }
        throw new IndexOutOfBoundsException(index);
    }

    private Sample read(Table table, int row, String where) {
        List<byte[]> cells;
        try {
            cells = table.read(row);
        } catch (TableException e) { // nothing of the file can be read any more
            throw new DataException(e.getMessage(), e);
        } catch (RuntimeException | InternalError e) { // the latter where a mapped file has become shorter
            throw new BadSampleException(where + ": cannot be read (" + Table.reason(e) + ")", e);
        }
        if (cells.getFirst() == null) {
            throw new BadSampleException(
                    where + ": column " + table.names().getFirst() + " expected a text, found null");
        }
        List<Image> references = cells.subList(2, cells.size()).stream()
                .map(bytes -> image(bytes, where))
                .toList();
        return new Sample(type(), Caption.of(cells.getFirst(), where), image(cells.get(1), where), references, where);
    }

    private Image image(byte[] bytes, String where) {
        if (bytes == null) {
            throw new BadSampleException(where
                    + ": expected the bytes of an image, found null (where a data set holds paths only,"
                    + " save_to_disk adds the images)");
        }
        return checks.read(bytes, where);
    }

    @Override
    public void close() {
        tables.forEach(Table::close);
    }
}
