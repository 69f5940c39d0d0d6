// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.overlap;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** A text as it is compared: its letters and digits in lower case, without accents of width, white space and marks. */
final class NormalText {
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private NormalText() {}

    /** Words with one space between them; empty for a text without any. */
    static String of(String text) {
        String compatible = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return BETWEEN.matcher(compatible).replaceAll(" ").strip();
    }
}
