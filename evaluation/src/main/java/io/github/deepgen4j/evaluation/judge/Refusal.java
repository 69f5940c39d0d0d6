// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.judge;

import java.util.regex.Pattern;

/** Texts in which a judge declines to judge. They count only where a reply cannot be used. */
public final class Refusal {
    private static final int LONGEST = 600;
    private static final Pattern DECLINES = Pattern.compile(
            "\\b(?:I(?:'|\u2019)?m sorry|I apologi[sz]e|I (?:can(?:'|\u2019)t|cannot|can not|am unable to|am not able"
                + " to|won(?:'|\u2019)t)|I(?:'|\u2019)m (?:unable|not able) to|unable to (?:assist|help|comply))\\b",
            Pattern.CASE_INSENSITIVE);

    private Refusal() {}

    /** True for a short text that says that its writer cannot or will not answer. */
    public static boolean isIn(String text) {
        return text.length() <= LONGEST && DECLINES.matcher(text).find();
    }
}
