// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Slips in words that a command line knows. */
final class Spelling {
    private Spelling() {}

    /** The known word of fewest changes, if at most a third of its letters would change. */
    static Optional<String> nearest(String word, Collection<String> known) {
        String typed = word.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(name -> changes(typed, name)
                        <= Math.max(1, name.replace("-", "").length() / 3))
                .min(Comparator.comparingInt(name -> changes(typed, name)));
    }

    /** Levenshtein's distance, in which two neighbours in the wrong order count as one change, too. */
    private static int changes(String a, String b) {
        int[][] least = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    least[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                least[i][j] = Math.min(least[i - 1][j - 1] + same, 1 + Math.min(least[i - 1][j], least[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    least[i][j] = Math.min(least[i][j], least[i - 2][j - 2] + 1);
                }
            }
        }
        return least[a.length()][b.length()];
    }
}
