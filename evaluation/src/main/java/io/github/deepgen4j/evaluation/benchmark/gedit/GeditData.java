// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.gedit;

import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.FileReason;
import io.github.deepgen4j.model.image.ImageException;
import io.github.deepgen4j.tables.Column;
import io.github.deepgen4j.tables.Table;
import io.github.deepgen4j.tables.TableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The rows of GEdit-Bench as published: Parquet files ({@code data/train-*.parquet} of the hub), or the folder of Arrow
 * files that {@code save_to_disk} writes. Pictures stay in the files and are read one by one.
 */
final class GeditData {
    private static final Set<String> LANGUAGES = Set.of("en", "cn", "zh");

    private static final List<Column> COLUMNS = List.of(
            Column.bytes("task_type"),
            Column.bytes("key"),
            Column.bytes("instruction"),
            Column.bytes("instruction_language"),
            Column.truth("Intersection_exist"));
    private static final Column SOURCE = Column.bytes("input_image");

    private GeditData() {}

    /**
     * All rows in the order of the files, whose names are sorted.
     *
     * @param expected number of rows
     * @throws ConfigException naming file and row of what is not as published
     */
    static List<GeditItem> read(Path data, int expected) {
        List<GeditItem> items = new ArrayList<>();
        Map<String, String> seen = new HashMap<>();
        for (Path file : files(data)) {
            read(file, items, seen);
        }
        if (items.size() != expected) {
            throw new ConfigException(
                    "%s: expected %d rows, found %d; fetch the data again".formatted(data, expected, items.size()));
        }
        return items;
    }

    private static List<Path> files(Path data) {
        if (Files.isRegularFile(data)) {
            return List.of(data);
        }
        if (Files.exists(data.resolve("dataset_dict.json"))) {
            throw new ConfigException(
                    data + ": expected one split, found a folder of several; name " + data.resolve("train"));
        }
        for (Path folder : List.of(data, data.resolve("data"))) {
            for (String ending : List.of(".arrow", ".parquet")) {
                List<Path> files = files(folder, ending);
                if (!files.isEmpty()) {
                    return files;
                }
            }
        }
        throw new ConfigException(data + ": expected .parquet files, or the .arrow files of save_to_disk, found "
                + (Files.isDirectory(data) ? "none" : "no such folder"));
    }

    private static List<Path> files(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> name(file).endsWith(ending) && !name(file).startsWith("cache-"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ConfigException(folder + ": cannot be listed (" + FileReason.of(e) + ")", e);
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT);
    }

    /** Pictures are in a table of their own, so that reading the texts does not read them. */
    private static void read(Path file, List<GeditItem> items, Map<String, String> seen) {
        Table.Format format = name(file).endsWith(".parquet") ? Table.Format.PARQUET : Table.Format.ARROW;
        try (Table table = format.open(file, COLUMNS)) {
            Table pictures = format.open(file, List.of(SOURCE));
            for (int row = 0; row < table.rows(); row++) {
                items.add(item(items.size(), new Row(file + "[" + row + "]", cells(table, row)), pictures, row, seen));
            }
        } catch (TableException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }

    private static List<byte[]> cells(Table table, int row) {
        try {
            return table.read(row);
        } catch (TableException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ConfigException(table.file() + "[" + row + "]: cannot be read (" + Table.reason(e) + ")", e);
        }
    }

    private static GeditItem item(int index, Row row, Table pictures, int number, Map<String, String> seen) {
        String group = row.text(0, GeditTable.GROUPS::contains, "one of " + String.join(", ", GeditTable.GROUPS));
        String key = row.text(1, GeditData::isName, "the name of a file");
        String instruction = row.text(2, text -> !text.isBlank(), "a text");
        String language = row.text(3, LANGUAGES::contains, "en, cn or zh");
        var item = new GeditItem(
                index,
                group,
                key,
                instruction,
                language,
                row.truth(4),
                new Picture.InBytes(row.where() + ": input_image", () -> picture(pictures, number)));
        String first = seen.putIfAbsent(item.id(), row.where());
        if (first != null) {
            throw new ConfigException("%s: key expected once in %s/%s, found %s again, first at %s"
                    .formatted(row.where(), group, language, key, first));
        }
        return item;
    }

    /** It is one in the official layout. */
    private static boolean isName(String key) {
        return !key.isBlank()
                && !key.contains("/")
                && !key.contains("\\")
                && !key.startsWith(".")
                && !key.contains("\0");
    }

    private static byte[] picture(Table pictures, int row) {
        byte[] bytes;
        try {
            bytes = pictures.read(row).getFirst();
        } catch (RuntimeException e) {
            throw new ImageException(
                    pictures.file() + "[" + row + "]: input_image cannot be read (" + Table.reason(e) + ")", e);
        }
        if (bytes == null) {
            throw new ImageException(pictures.file() + "[" + row
                    + "]: input_image expected the bytes of an image, found null; save_to_disk adds them");
        }
        return bytes;
    }

    private interface Allowed {
        boolean is(String text);
    }

    private record Row(String where, List<byte[]> cells) {
        private static String name(int column) {
            return COLUMNS.get(column).names().getFirst();
        }

        String text(int column, Allowed allowed, String expected) {
            UnaryOperator<String> fault =
                    found -> "%s: %s expected %s, found %s".formatted(where, name(column), expected, found);
            if (cells.get(column) == null) {
                throw new ConfigException(fault.apply("null"));
            }
            try {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(cells.get(column)))
                        .toString();
                if (!allowed.is(text)) {
                    throw new ConfigException(fault.apply("\"" + text + "\""));
                }
                return text;
            } catch (CharacterCodingException e) {
                throw new ConfigException(fault.apply("bytes that are no UTF-8"), e);
            }
        }

        boolean truth(int column) {
            if (cells.get(column) == null) {
                throw new ConfigException("%s: %s expected true or false, found null".formatted(where, name(column)));
            }
            return cells.get(column)[0] == 1;
        }
    }
}
