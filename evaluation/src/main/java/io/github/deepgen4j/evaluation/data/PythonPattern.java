// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.data;

/** Contents of character classes that match what Python's {@code re} does on texts; Java's own see less. */
public final class PythonPattern {
    /** Of {@code \d}: the decimal digits of all scripts. */
    public static final String DIGIT = "\\p{Nd}";

    /** Of {@code \s}: the white space of {@code str.isspace}. */
    public static final String SPACE =
            "\\x09-\\x0D\\x1C-\\x20\\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000";

    /** Of {@code \w}: letters and numbers of all scripts, and the underscore. */
    public static final String WORD = "\\p{L}\\p{N}_";

    private PythonPattern() {}
}
