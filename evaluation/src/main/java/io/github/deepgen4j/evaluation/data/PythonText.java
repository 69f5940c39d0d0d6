// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.data;

import java.util.ArrayList;
import java.util.List;

/** Texts as Python's {@code str} splits and strips them, for rules that are written in Python. */
public final class PythonText {
    private PythonText() {}

    /** True for what {@code str.isspace} takes, which is more than ASCII and more than Java's white space. */
    public static boolean isSpace(int codePoint) {
        return codePoint >= 0x9 && codePoint <= 0xD
                || codePoint >= 0x1C && codePoint <= 0x20
                || codePoint == 0x85
                || codePoint == 0xA0
                || codePoint == 0x1680
                || codePoint >= 0x2000 && codePoint <= 0x200A
                || codePoint == 0x2028
                || codePoint == 0x2029
                || codePoint == 0x202F
                || codePoint == 0x205F
                || codePoint == 0x3000;
    }

    /** The words between runs of white space, as {@code text.split()}. */
    public static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i < text.length(); i++) { // all white space is in the basic plane
            if (isSpace(text.charAt(i))) {
                if (start >= 0) {
                    words.add(text.substring(start, i));
                }
                start = -1;
            } else if (start < 0) {
                start = i;
            }
        }
        if (start >= 0) {
            words.add(text.substring(start));
        }
        return words;
    }

    /** The text without white space at its ends, as {@code text.strip()}. */
    public static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }
}
