// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.data;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.JsonFile;
import io.github.deepgen4j.model.files.TextFile;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.model.json.JsonPart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JacksonException;

/**
 * The rows of a benchmark's file: JSON lines, an array of objects, or an object whose fields are objects. A row that is
 * broken refuses the whole file, since a benchmark without it would be another one.
 */
public final class JsonRows {
    private JsonRows() {}

    /**
     * The objects of a file with one in each line. Blank lines are refused, except at the end.
     *
     * @throws ConfigException naming the file and the line, if it cannot be read or a line is no object
     */
    public static List<JsonRow> lines(Path file) {
        List<JsonRow> rows = new ArrayList<>();
        // Not "\\R": a text may hold U+2028, which ends no line of JSON lines.
        String[] lines = TextFile.read(file).stripTrailing().split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String where = file + ":" + (i + 1);
            if (lines[i].isBlank()) {
                throw new ConfigException(where + ": expected a JSON object, found a blank line");
            }
            try {
                rows.add(new JsonRow(where, Json.read(lines[i])));
            } catch (JacksonException e) {
                throw new ConfigException(where + ": " + JsonFile.reason(e).replace(" in line 1", ""), e);
            }
        }
        return rows;
    }

    /**
     * The objects of a file that holds one array of them.
     *
     * @throws ConfigException naming the file and the line, if it cannot be read, is no array or an item is no object
     */
    public static List<JsonRow> array(Path file) {
        List<JsonRow> rows = new ArrayList<>();
        parts(file, "[", "an array").forEach(part -> rows.add(row(file, part)));
        return rows;
    }

    /**
     * The objects of a file that holds one object of them, by name, in the order of the file.
     *
     * @throws ConfigException naming the file and the line, if it cannot be read, is no object, has a name twice or a
     *     value is no object
     */
    public static Map<String, JsonRow> object(Path file) {
        Map<String, JsonRow> rows = new LinkedHashMap<>();
        parts(file, "{", "an object").forEach(part -> rows.put(part.name(), row(file, part)));
        return rows;
    }

    /**
     * The objects in the array that a field of a file's one object holds.
     *
     * @throws ConfigException naming the file and the line, if it cannot be read, has no such field or an item of it is
     *     no object
     */
    public static List<JsonRow> field(Path file, String name) {
        String text = TextFile.read(file);
        try {
            return Json.partsOf(text, name).stream()
                    .map(part -> row(file, part))
                    .toList();
        } catch (JacksonException e) {
            throw new ConfigException(file + ": " + JsonFile.reason(e), e);
        }
    }

    private static JsonRow row(Path file, JsonPart part) {
        return new JsonRow(String.format(Locale.ROOT, "%s:%d: %s", file, part.line(), part.name()), part.value());
    }

    private static List<JsonPart> parts(Path file, String start, String expected) {
        String text = TextFile.read(file);
        if (!text.stripLeading().startsWith(start)) {
            JsonNode whole = JsonNode.of(text.strip());
            throw new ConfigException(
                    String.format(Locale.ROOT, "%s:1: expected %s of JSON, found %s", file, expected, shown(whole)));
        }
        try {
            return Json.parts(text);
        } catch (JacksonException e) {
            throw new ConfigException(file + ": " + JsonFile.reason(e), e);
        }
    }

    private static String shown(JsonNode text) {
        String json = text.toString();
        return json.length() <= 40 ? json : json.substring(0, 40) + "...";
    }

    /**
     * Refuses rows of which two have the same key.
     *
     * @param what the key's name in messages, such as {@code id}
     * @throws ConfigException naming both places
     */
    public static void requireUnique(List<JsonRow> rows, String what, Function<JsonRow, ?> key) {
        Map<Object, JsonRow> seen = new LinkedHashMap<>();
        for (JsonRow row : rows) {
            JsonRow first = seen.putIfAbsent(key.apply(row), row);
            if (first != null) {
                throw new ConfigException(String.format(
                        Locale.ROOT,
                        "%s: %s expected once in the data, found %s again, first at %s",
                        row.where(),
                        what,
                        key.apply(row),
                        first.where()));
            }
        }
    }

    /**
     * Refuses another number of rows than the published one.
     *
     * @throws ConfigException naming the file and both numbers
     */
    public static void requireCount(Path file, String what, int expected, int found) {
        if (found != expected) {
            throw new ConfigException(String.format(
                    Locale.ROOT, "%s: expected %d %s, found %d; fetch the data again", file, expected, what, found));
        }
    }
}
