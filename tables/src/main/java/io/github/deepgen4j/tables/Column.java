// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tables;

import java.util.List;

/**
 * A column that a table is opened for.
 *
 * @param names of which the first that the file has is taken
 */
public record Column(List<String> names, Cells cells) {
    /** The content of its cells. */
    public enum Cells {
        /** Texts, bytes, or structures with their bytes in a field. */
        BYTES("texts, of bytes or of structures with " + Table.BYTES),
        /** Truth values; a cell is read as one byte, 1 or 0. */
        TRUTH("truth values");

        private final String kind;

        Cells(String kind) {
            this.kind = kind;
        }

        /** In words, for messages. */
        String kind() {
            return kind;
        }
    }

    public Column {
        names = List.copyOf(names);
    }

    /** A column of texts or bytes. */
    public static Column bytes(String... names) {
        return new Column(List.of(names), Cells.BYTES);
    }

    /** A column of truth values. */
    public static Column truth(String... names) {
        return new Column(List.of(names), Cells.TRUTH);
    }
}
