// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.cvtg;

import io.github.deepgen4j.evaluation.data.Levenshtein;
import io.github.deepgen4j.evaluation.data.PythonText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a prompt that can be read in its picture ({@code unified_metrics_eval.py}).
 *
 * @param total words that were asked for
 * @param correct of them, those that were read exactly; a word that was read counts for each time it was asked for
 * @param similarities of each word asked for with the closest one that was read: 1 minus the edit distance over the
 *     longer length, about 0..1
 */
public record WordScore(int total, int correct, List<Double> similarities) {
    /** No line feed: Python's dot stops there, and nowhere else. */
    private static final Pattern QUOTED = Pattern.compile("'([^\n]*?)'");

    private static final double EPSILON = 1e-5;

    public WordScore {
        similarities = List.copyOf(similarities);
    }

    /**
     * The words between apostrophes in a prompt, in lower case. An apostrophe inside a word opens or closes a quotation
     * as well: the scorer takes {@code owner's board says 'Fresh'} for the words s, board and says.
     */
    static List<String> asked(String prompt) {
        List<String> words = new ArrayList<>();
        Matcher matcher = QUOTED.matcher(prompt);
        while (matcher.find()) {
            words.addAll(PythonText.split(matcher.group(1).toLowerCase(Locale.ROOT)));
        }
        return words;
    }

    /**
     * Compares the words asked for with the lines that were read.
     *
     * @param lines in any case; none counts as one empty word
     */
    static WordScore of(List<String> asked, List<String> lines) {
        List<String> read = new ArrayList<>();
        lines.forEach(line -> read.addAll(PythonText.split(line.toLowerCase(Locale.ROOT))));
        if (read.isEmpty()) {
            read.add("");
        }
        int correct = (int) asked.stream().filter(read::contains).count();
        return new WordScore(
                asked.size(),
                correct,
                asked.stream()
                        .map(word -> similarity(word, ClosestWord.of(word, read)))
                        .toList());
    }

    /** A picture whose text could not be read at all: no word is right, and all similarities are 0. */
    static WordScore unreadable(List<String> asked) {
        return new WordScore(asked.size(), 0, Collections.nCopies(asked.size(), 0.0));
    }

    static double similarity(String one, String other) {
        int[] first = one.codePoints().toArray();
        int[] second = other.codePoints().toArray();
        return 1 - Levenshtein.distance(first, second) / (Math.max(first.length, second.length) + EPSILON);
    }
}
