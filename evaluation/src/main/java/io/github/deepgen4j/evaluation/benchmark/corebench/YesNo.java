// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.corebench;

import java.util.Locale;
import java.util.regex.Pattern;

/** Content of an answer. */
public enum YesNo {
    YES,
    NO,
    /** Neither word: the question does not count. */
    BLANK;

    private static final Pattern YES_WORD = word("yes");
    private static final Pattern NO_WORD = word("no");

    private static Pattern word(String word) {
        return Pattern.compile("\\b" + word + "\\b", Pattern.UNICODE_CHARACTER_CLASS);
    }

    /** By the script: the word yes anywhere, else the word no, in lower case. */
    static YesNo official(String answer) {
        return YES_WORD.matcher(answer).find() ? YES : NO_WORD.matcher(answer).find() ? NO : BLANK;
    }

    /** Reads an answer in any case. */
    static YesNo fixed(String answer) {
        return official(answer.toLowerCase(Locale.ROOT));
    }
}
