// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {
    @TempDir
    private Path folder;

    private CsvTable table(String text) throws IOException {
        return CsvTable.read(Files.writeString(folder.resolve("t.csv"), text));
    }

    @Test
    void cellsMayHoldCommasQuotesAndLines() throws IOException {
        CsvTable table = table("\uFEFFindex,text\r\n7,\"a, \"\"b\"\"\nc\"\n8,d\n");
        assertThat(table.rows().getFirst().text("text")).isEqualTo("a, \"b\"\nc");
        assertThat(table.rows().getLast().integer("index", 0, 9)).isEqualTo(8);
        assertThat(table.rows().getLast().where()).endsWith("t.csv:4");
    }

    @Test
    void faultsNameFileAndLine() throws IOException {
        assertThatThrownBy(() -> table("a,b\n1,2\n3\n"))
                .hasMessageContaining("t.csv:3: expected 2 cells (a, b), found 1");
        assertThatThrownBy(() -> table("a,b\n1,\"2\n")).hasMessageContaining("t.csv: line 2: a quote is not closed");
        assertThatThrownBy(() -> table("a,b\n").requireColumns(List.of("index")))
                .hasMessageContaining("t.csv:1: expected the columns index, found a, b");
        assertThatThrownBy(() -> table("a,b\n１,\n").rows().getFirst().integer("a", 0, 5))
                .hasMessageContaining("t.csv:2: a expected a whole number of 0 to 5, found １");
        assertThatThrownBy(() -> table("a,b\n1,\n").rows().getFirst().text("b"))
                .hasMessageContaining("t.csv:2: b expected a text, found nothing");
        assertThatThrownBy(() -> CsvTable.read(folder.resolve("none.csv"))).hasMessageContaining("none.csv");
    }
}
