// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonRowsTest {
    @TempDir
    Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("data.json"), content);
    }

    @Test
    void linesKnowTheirPlaceAndMayHoldALineSeparator() throws IOException {
        List<JsonRow> rows = JsonRows.lines(file("\uFEFF{\"a\": \"x\u2028y\"}\r\n{\"a\": \"z\"}\n\n"));
        assertThat(rows).extracting(row -> row.text("a")).containsExactly("x\u2028y", "z");
        assertThat(rows.getLast().where()).endsWith("data.json:2");
    }

    @Test
    void aBrokenOrBlankLineIsNamed() throws IOException {
        for (String broken : List.of("", " ", "{\"a\": ", "[1]", "7", "{\"a\": 1, \"a\": 2}", "{} {}")) {
            Path file = file("{\"a\": 1}\n" + broken + "\n{\"a\": 3}\n");
            assertThatThrownBy(() -> JsonRows.lines(file))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("data.json:2: ");
        }
    }

    @Test
    void arraysAndObjectsNameTheLineOfEachRow() throws IOException {
        assertThat(JsonRows.array(file("[{\"a\": 1},\n\n{\"a\": 2}]")).getLast().where())
                .endsWith("data.json:3: [1]");
        assertThat(JsonRows.object(file("{\n\"k\": {\"a\": 1}}")).get("k").where())
                .endsWith("data.json:2: k");
        Path item = file("[{},\n8]");
        assertThatThrownBy(() -> JsonRows.array(item))
                .hasMessageEndingWith("data.json:2: [1]: expected a JSON object, found 8");
        Path cut = file("[{},\n{\"a\": ");
        assertThatThrownBy(() -> JsonRows.array(cut))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("in line 2");
        Path other = file("{}");
        assertThatThrownBy(() -> JsonRows.array(other)).hasMessageContaining("expected an array of JSON");
        Path tail = file("[] 1");
        assertThatThrownBy(() -> JsonRows.array(tail)).isInstanceOf(ConfigException.class);
        Path twice = file("{\"k\": {}, \"k\": {}}");
        assertThatThrownBy(() -> JsonRows.object(twice)).isInstanceOf(ConfigException.class);
    }

    @Test
    void theRowsOfOneFieldKnowTheirLines() throws IOException {
        Path file = file("{\"about\": {\"list\": [3]}, \"list\": [\n{\"a\": 1},\n{\"a\": 2}\n], \"more\": [[]]}");
        assertThat(JsonRows.field(file, "list"))
                .extracting(JsonRow::where)
                .last()
                .asString()
                .endsWith("data.json:3: [1]");
        assertThatThrownBy(() -> JsonRows.field(file, "none"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected the field none");
        Path cut = file("{\"list\": [{\"a\": 1}]");
        assertThatThrownBy(() -> JsonRows.field(cut, "list")).isInstanceOf(ConfigException.class);
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        assertThatThrownBy(() -> JsonRows.lines(folder.resolve("none.jsonl"))).hasMessageContaining("file not found");
        Path empty = file("");
        assertThatThrownBy(() -> JsonRows.lines(empty)).hasMessageContaining("empty");
        Path page = file("<!DOCTYPE html><p>");
        assertThatThrownBy(() -> JsonRows.lines(page)).hasMessageContaining("an HTML page");
        Path latin = Files.write(folder.resolve("latin"), "{\"a\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> JsonRows.lines(latin)).hasMessageContaining("expected text in UTF-8");
    }

    @Test
    void fieldsOfAnotherKindAreRefused() throws IOException {
        JsonRow row = JsonRows.lines(file("{\"n\": 1.0, \"t\": \" \", \"l\": [1], \"o\": [{}, {\"x\": true}]}"))
                .getFirst();
        assertThatThrownBy(() -> row.integer("n", 0))
                .hasMessageEndingWith("data.json:1: n expected a whole number of at least 0, found 1.0");
        assertThatThrownBy(() -> row.text("t")).hasMessageContaining("expected a text");
        assertThatThrownBy(() -> row.text("none")).hasMessageEndingWith("none expected a text, found nothing");
        assertThatThrownBy(() -> row.texts("l")).hasMessageContaining("an array of texts");
        assertThatThrownBy(() -> row.rows("t")).hasMessageContaining("an array of objects");
        assertThat(row.rows("none")).isEmpty();
        assertThatThrownBy(() -> row.rows("o").getFirst().truth("x")).hasMessageContaining("data.json:1: o[0]: x");
        assertThatThrownBy(() -> row.requireOnly(Set.of("n", "t", "l"))).hasMessageEndingWith("l, n, t, found o");
    }

    @Test
    void duplicatesAndWrongCountsAreRefused() throws IOException {
        Path file = file("{\"id\": 1}\n{\"id\": 2}\n{\"id\": 1}\n");
        List<JsonRow> rows = JsonRows.lines(file);
        assertThatThrownBy(() -> JsonRows.requireUnique(rows, "id", row -> row.integer("id", 0)))
                .hasMessageMatching(".*data.json:3: id expected once in the data, found 1 again, first at .*json:1");
        assertThatThrownBy(() -> JsonRows.requireCount(file, "items", 553, rows.size()))
                .hasMessageContaining("expected 553 items, found 3");
    }
}
