// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.data;

/** Levenshtein's distance: the least number of insertions, deletions and replacements. */
public final class Levenshtein {
    private Levenshtein() {}

    /** In characters of Unicode. */
    public static int distance(String one, String other) {
        return distance(one.codePoints().toArray(), other.codePoints().toArray());
    }

    /** Of anything that is numbered. */
    public static int distance(int[] first, int[] second) {
        int[] row = new int[second.length + 1];
        for (int j = 0; j <= second.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= first.length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= second.length; j++) {
                int replaced = diagonal + (first[i - 1] == second[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[second.length];
    }
}
