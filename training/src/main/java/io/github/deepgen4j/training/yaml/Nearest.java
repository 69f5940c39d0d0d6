// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The name that somebody may have meant. */
public final class Nearest {
    private Nearest() {}

    /** The known name with the fewest letters changed, if these are few. */
    public static Optional<String> of(String name, Collection<String> known) {
        int most = Math.min(2, (name.length() - 1) / 2) + name.length() / 12;
        return known.stream()
                .filter(each -> distance(name, each) <= most)
                .min(Comparator.comparingInt(each -> distance(name, each)));
    }

    /** Letters to insert, delete or replace (Levenshtein). */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
