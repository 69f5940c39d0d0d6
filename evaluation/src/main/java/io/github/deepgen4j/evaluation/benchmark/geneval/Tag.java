// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The six tasks, in the order of the published tables. */
public enum Tag {
    SINGLE_OBJECT,
    TWO_OBJECT,
    COUNTING,
    COLORS,
    POSITION,
    COLOR_ATTR;

    /** The word in files. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Tag::word).toList();
    }

    /** @param word one of {@link #words} */
    static Tag of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
