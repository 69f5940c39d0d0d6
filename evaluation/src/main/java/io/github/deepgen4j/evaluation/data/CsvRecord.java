// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.data;

import java.util.ArrayList;
import java.util.List;

/**
 * A row of comma-separated values (RFC 4180).
 *
 * @param line where it begins, from 1
 */
public record CsvRecord(int line, List<String> fields) {
    /**
     * All rows of a text, blank ones left out.
     *
     * @throws IllegalArgumentException if a quote is not closed
     */
    public static List<CsvRecord> parse(String text) {
        return new Parser(text).rows();
    }

    private static final class Parser {
        private final String text;
        private final List<CsvRecord> rows = new ArrayList<>();
        private final StringBuilder field = new StringBuilder();
        private List<String> fields = new ArrayList<>();
        private boolean quoted;
        private int line = 1;
        private int begin = 1;

        Parser(String text) {
            this.text = text.replace("\r\n", "\n").replace('\r', '\n');
        }

        List<CsvRecord> rows() {
            for (int i = 0; i < text.length(); i++) {
                char next = text.charAt(i);
                if (quoted) {
                    i += inQuotes(i);
                } else if (next == '"' && field.toString().isBlank()) {
                    field.setLength(0);
                    quoted = true;
                } else if (next == ',') {
                    endField();
                } else if (next == '\n') {
                    endRow();
                } else {
                    field.append(next);
                }
            }
            if (quoted) {
                throw new IllegalArgumentException("line " + begin + ": a quote is not closed");
            }
            endRow();
            return rows;
        }

        /** Returns how many characters more were taken. */
        private int inQuotes(int i) {
            char next = text.charAt(i);
            if (next != '"') {
                line += next == '\n' ? 1 : 0;
                field.append(next);
                return 0;
            }
            boolean escaped = i + 1 < text.length() && text.charAt(i + 1) == '"';
            if (escaped) {
                field.append('"');
                return 1;
            }
            quoted = false;
            return 0;
        }

        private void endField() {
            fields.add(field.toString());
            field.setLength(0);
        }

        private void endRow() {
            endField();
            if (fields.size() > 1 || !fields.getFirst().isBlank()) {
                rows.add(new CsvRecord(begin, fields));
            }
            fields = new ArrayList<>();
            line++;
            begin = line;
        }
    }
}
