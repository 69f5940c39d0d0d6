// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The constants of RFC 6386 that are too many to write into code; they lie in lossy.txt. */
final class LossyTables {
    static final int PLANES = 4;
    static final int BANDS = 8;
    static final int CONTEXTS = 3;
    static final int TOKENS = 11;
    static final int BLOCK_MODES = 10;

    /** Indexes plane, band, context, token. */
    static final int[][][][] COEFFICIENTS;

    /** The probability that an entry of {@link #COEFFICIENTS} is not replaced. */
    static final int[][][][] UPDATES;

    /** Indexes mode above, mode to the left, node of the tree. */
    static final int[][][] MODES;

    /** Steps of quantisation, by the index that the file gives. */
    static final int[] DC;

    static final int[] AC;

    static {
        List<int[]> tables = tables();
        COEFFICIENTS = coefficients(tables.get(0));
        UPDATES = coefficients(tables.get(1));
        int[][] rows = rows(tables.get(2), BLOCK_MODES - 1);
        MODES = new int[BLOCK_MODES][][];
        Arrays.setAll(MODES, above -> Arrays.copyOfRange(rows, above * BLOCK_MODES, (above + 1) * BLOCK_MODES));
        DC = tables.get(3);
        AC = tables.get(4);
    }

    private LossyTables() {}

    private static List<int[]> tables() {
        try (InputStream stream = LossyTables.class.getResourceAsStream("lossy.txt")) {
            String text = new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
            List<int[]> tables = new ArrayList<>();
            for (String table : text.substring(text.indexOf('\n') + 1).strip().split("(?m)^.*:.*$")) {
                if (!table.isBlank()) {
                    tables.add(Arrays.stream(table.strip().split("\\s+"))
                            .mapToInt(Integer::parseInt)
                            .toArray());
                }
            }
            return tables;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int[][] rows(int[] values, int length) {
        int[][] rows = new int[values.length / length][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(values, i * length, (i + 1) * length));
        return rows;
    }

    private static int[][][][] coefficients(int[] values) {
        int[][] rows = rows(values, TOKENS);
        int[][][][] result = new int[PLANES][BANDS][CONTEXTS][];
        for (int row = 0; row < rows.length; row++) {
            result[row / (BANDS * CONTEXTS)][row / CONTEXTS % BANDS][row % CONTEXTS] = rows[row];
        }
        return result;
    }
}
