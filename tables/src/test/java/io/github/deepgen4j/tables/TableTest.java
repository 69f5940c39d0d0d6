// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files: {@code testdata/tables/write_arrow.py}. */
class TableTest {
    private static final Path WIDE = Path.of("..", "testdata", "tables", "wide.arrow");

    @Test
    void truthValuesAreReadBesideTexts() {
        try (Table table = Table.Format.ARROW.open(WIDE, List.of(Column.truth("flag"), Column.bytes("caption")))) {
            for (int row : new int[] {6, 0, 1, 2}) {
                List<byte[]> cells = table.read(row);
                assertThat(cells.getFirst()).containsExactly(row % 2 == 0 ? 1 : 0);
                assertThat(new String(cells.getLast(), StandardCharsets.UTF_8)).isEqualTo("text " + row);
            }
        }
    }

    @Test
    void aColumnOfAnotherKindIsMissing() {
        assertThatThrownBy(() -> Table.Format.ARROW.open(WIDE, List.of(Column.truth("caption"))))
                .isInstanceOf(MissingColumnException.class)
                .hasMessageStartingWith(WIDE + ": expected a column caption of truth values, found [")
                .hasMessageContaining("flag Bool");
        assertThatThrownBy(() -> Table.Format.ARROW.open(WIDE, List.of(Column.bytes("flag"))))
                .isInstanceOf(MissingColumnException.class)
                .hasMessageContaining("expected a column flag of texts");
    }
}
