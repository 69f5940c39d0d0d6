// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.rise;

import io.github.deepgen4j.evaluation.data.PythonNumber;
import io.github.deepgen4j.evaluation.data.PythonPattern;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers after {@code Final Score} in a judge's reply ({@code rise: gpt_eval.py: extract}, the same in {@code
 * uniredit: eval/gpt_eval_uniredit.py}): the first place with digits gives all its integers, across lines.
 */
public final class FinalScore {
    private static final Pattern ONE = pattern("Final Score");
    private static final Pattern SEVERAL = pattern("Final Scores");
    private static final Pattern INTEGER = Pattern.compile("[" + PythonPattern.DIGIT + "]+");

    private FinalScore() {}

    private static Pattern pattern(String words) {
        return Pattern.compile(
                "\\*?\\*?%s\\*?\\*?:?[%2$s]*([%3$s*%2$s,\n]*)"
                        .formatted(words, PythonPattern.SPACE, PythonPattern.DIGIT),
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /** All integers; empty where {@code Final Score} does not occur, an empty list where only the plural does. */
    static Optional<List<BigInteger>> all(String reply) {
        Optional<List<BigInteger>> one = first(ONE, reply);
        return one.filter(numbers -> !numbers.isEmpty()).or(() -> first(SEVERAL, reply));
    }

    /** The integers of the first place that has some; an empty list if no place has, empty if there is no place. */
    private static Optional<List<BigInteger>> first(Pattern pattern, String reply) {
        Matcher places = pattern.matcher(reply);
        Optional<List<BigInteger>> found = Optional.empty();
        while (places.find()) {
            List<BigInteger> numbers = new ArrayList<>();
            INTEGER.matcher(places.group(1))
                    .results()
                    .forEach(number -> PythonNumber.integer(number.group()).ifPresent(numbers::add));
            found = Optional.of(numbers);
            if (!numbers.isEmpty()) {
                break;
            }
        }
        return found;
    }

    /** All integers as numbers; empty where the reply has none, and where one is beyond all numbers. */
    public static List<Double> numbers(String reply) {
        List<Double> numbers = all(reply).orElse(List.of()).stream()
                .map(BigInteger::doubleValue)
                .toList();
        return numbers.stream().allMatch(Double::isFinite) ? numbers : List.of();
    }
}
