// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.gedit;

import io.github.deepgen4j.evaluation.data.PythonNumber;
import io.github.deepgen4j.evaluation.data.PythonPattern;
import io.github.deepgen4j.evaluation.data.PythonText;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A judge's reply as VIEScore reads it ({@code step1x: GEdit-Bench/viescore/utils.py: mllm_output_to_dict}): the JSON
 * between two marks, else from the first brace to the last, else a bare list of two integers or one integer from 0 to
 * 10. Line ends are removed first; of JSON that is none, one repair is tried.
 */
final class VieReply {
    /** The reply that stands for a busy server; the caller of the original raises there. */
    static final String RATE_LIMIT = "rate_limit_exceeded";

    private static final String MARK = "||V^=^V||";
    private static final String SCORE = "score";
    private static final String REASONING = "reasoning";

    private static final Pattern PAIR = Pattern.compile("\\[[%1$s]+, ?[%1$s]+]".formatted(PythonPattern.DIGIT));
    private static final Pattern KEY = Pattern.compile("([" + PythonPattern.WORD + "]+):");
    private static final Pattern VALUE = Pattern.compile("(?d)(\".*?\"):(.*?)(,|})");
    private static final Pattern NUMBER = Pattern.compile("-?[%1$s]+(\\.[%1$s]+)?".formatted(PythonPattern.DIGIT));
    private static final Pattern LITERAL =
            Pattern.compile("true|false|null", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private VieReply() {}

    /**
     * The value of a reply in the first round; empty if it is none, in which case the original asks again.
     *
     * @return as {@link LenientJson} gives it: usually an object whose {@code score} is a list
     */
    static Optional<Object> parse(String reply) {
        return parse(reply, Optional.empty());
    }

    /**
     * The value of a reply in a later round of the original, in which any reply without braces, even a good list, is
     * replaced by a guess.
     *
     * @param guess gives 0 to 10
     */
    static Optional<Object> parseLater(String reply, IntSupplier guess) {
        return parse(reply, Optional.of(guess));
    }

    private static Optional<Object> parse(String reply, Optional<IntSupplier> guess) {
        if (reply.equals(RATE_LIMIT)) {
            return Optional.of(reply);
        }
        int start;
        int end;
        if (occurrences(reply) == 2) {
            start = reply.indexOf(MARK) + MARK.length();
            end = reply.lastIndexOf(MARK);
        } else {
            start = reply.indexOf('{');
            end = reply.lastIndexOf('}') + 1;
            if (start < 0 || end == 0) {
                return guess.isPresent()
                        ? Optional.of(scores(
                                List.of(BigInteger.valueOf(guess.get().getAsInt())),
                                "guess_if_cannot_parse | " + reply))
                        : withoutBraces(reply);
            }
        }
        return start == end ? Optional.empty() : json(start < end ? reply.substring(start, end) : "");
    }

    /** True if a later round replaces the reply by a guess. */
    static boolean isWithoutBraces(String reply) {
        return !reply.equals(RATE_LIMIT)
                && occurrences(reply) != 2
                && (reply.indexOf('{') < 0 || reply.lastIndexOf('}') < 0);
    }

    private static int occurrences(String reply) {
        int count = 0;
        for (int at = reply.indexOf(MARK); at >= 0; at = reply.indexOf(MARK, at + MARK.length())) {
            count++;
        }
        return count;
    }

    private static Optional<Object> withoutBraces(String reply) {
        int start = reply.indexOf('[');
        int end = reply.lastIndexOf(']') + 1;
        if (start >= 0
                && start < end
                && PAIR.matcher(reply.substring(start, end)).matches()) {
            // Two integers that are none in JSON, such as 07 or full-width ones, end the original's round.
            return LenientJson.read(reply.substring(start, end))
                    .map(list -> scores((List<?>) list, "System: output is simply a list of scores"));
        }
        return PythonNumber.integer(reply)
                .filter(number -> number.signum() >= 0 && number.compareTo(BigInteger.TEN) <= 0)
                .map(number -> scores(List.of(number), "System: output is simply a number"));
    }

    private static Map<String, Object> scores(List<?> scores, String reasoning) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put(SCORE, scores);
        value.put(REASONING, reasoning);
        return value;
    }

    private static Optional<Object> json(String between) {
        String text = PythonText.strip(between).replace("\n", "");
        Optional<Object> value = LenientJson.read(text);
        if (value.isPresent() && value.get() instanceof Map<?, ?> object && object.containsKey(SCORE)) {
            Map<Object, Object> result = new LinkedHashMap<>(object);
            result.computeIfPresent(SCORE, (_, score) -> score instanceof List<?> ? score : listOf(score));
            result.computeIfAbsent(SCORE, _ -> listOf(null));
            return Optional.of(result);
        }
        return LenientJson.read(repaired(text));
    }

    private static List<Object> listOf(Object only) {
        return Collections.singletonList(only);
    }

    /** The original's repair: quotes around words before colons, lists around numbers, quotes around other values. */
    private static String repaired(String text) {
        Matcher values = VALUE.matcher(KEY.matcher(text).replaceAll("\"$1\":"));
        return values.replaceAll(match -> Matcher.quoteReplacement(
                match.group(1) + ": " + formatted(PythonText.strip(match.group(2))) + match.group(3)));
    }

    private static String formatted(String value) {
        if (NUMBER.matcher(value).matches()) {
            return "[" + value + "]";
        }
        return LITERAL.matcher(value).matches() ? value : "\"" + value + "\"";
    }

    /**
     * The scores of a value that {@link #parse} gave: numbers, of any size and number; true counts as 1.
     *
     * @return empty where the original raises: without a list {@code score}, for an empty one and for other entries
     */
    static Optional<List<Double>> scores(Object value) {
        if (!(value instanceof Map<?, ?> object && object.get(SCORE) instanceof List<?> list) || list.isEmpty()) {
            return Optional.empty();
        }
        List<Double> numbers = list.stream().map(VieReply::number).toList();
        return numbers.stream().allMatch(Double::isFinite) ? Optional.of(numbers) : Optional.empty();
    }

    private static Double number(Object entry) {
        return switch (entry) {
            case Number number -> number.doubleValue();
            case Boolean truth -> truth ? 1.0 : 0.0;
            case null, default -> Double.NaN;
        };
    }
}
