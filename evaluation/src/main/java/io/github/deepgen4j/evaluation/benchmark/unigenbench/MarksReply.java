// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.unigenbench;

import io.github.deepgen4j.evaluation.data.PythonLiteral;
import io.github.deepgen4j.evaluation.data.PythonText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A judge's reply: the first body of {@code <analysis>} and of {@code <score>}, both Python literals.
 *
 * @param analysis with a length
 * @param scores with a length: list, tuple, set, dictionary or string
 */
record MarksReply(Object analysis, Object scores) {
    private static final Pattern ANALYSIS = Pattern.compile("<analysis>(.*?)</analysis>", Pattern.DOTALL);
    private static final Pattern SCORE = Pattern.compile("<score>(.*?)</score>", Pattern.DOTALL);

    /** @throws IllegalArgumentException if it has no tags, or no literals in them */
    static MarksReply read(String reply) {
        return new MarksReply(body(ANALYSIS, reply, "<analysis>"), body(SCORE, reply, "<score>"));
    }

    private static Object body(Pattern tag, String reply, String name) {
        Matcher match = tag.matcher(reply);
        if (!match.find()) {
            throw new IllegalArgumentException("expected " + name + "...</" + name.substring(1) + ", found none");
        }
        try {
            return PythonLiteral.read(PythonText.strip(match.group(1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " expected a Python list: " + e.getMessage(), e);
        }
    }

    /**
     * By the official script, which wants as many analyses as points and as many marks.
     *
     * @throws IllegalArgumentException if one of them is of another number, or of no number
     */
    Marks official(int points) {
        require("<analysis>", analysis, points);
        require("<score>", scores, points);
        boolean stays = scores instanceof List && !hasJsonWord(analysis) && !hasJsonWord(scores);
        return new Marks(right(scores), true, stays);
    }

    /**
     * By the scorer of reinforcement learning, which counts the marks only.
     *
     * @throws IllegalArgumentException if they are of another number, or of no number
     */
    Marks rl(int points) {
        require("<score>", scores, points);
        return new Marks(right(scores), true, true);
    }

    /** Marks that the official script is meant to count: also tuples and truth values. */
    Marks fixed(int points) {
        require("<analysis>", analysis, points);
        require("<score>", scores, points);
        return new Marks(right(scores), true, scores instanceof List || scores instanceof PythonLiteral.Tuple);
    }

    private static void require(String name, Object body, int points) {
        int length = elements(body).size();
        if (length != points) {
            throw new IllegalArgumentException("%s expected %d elements, found %d".formatted(name, points, length));
        }
    }

    /** Elements that Python goes through in a loop over the value: characters of a string, keys of a dictionary. */
    private static Collection<?> elements(Object value) {
        return switch (value) {
            case List<?> list -> list;
            case PythonLiteral.Tuple tuple -> tuple.items();
            case Set<?> set -> set;
            case Map<?, ?> map -> map.keySet();
            case String text -> text.codePoints().mapToObj(Character::toString).toList();
            case null, default -> throw new IllegalArgumentException("expected a list, found " + value);
        };
    }

    private static List<Boolean> right(Object scores) {
        List<Boolean> right = new ArrayList<>();
        elements(scores).forEach(score -> right.add(isOne(score)));
        return right;
    }

    /** As {@code score == 1}: also for 1.0 and True, not for "1". */
    private static boolean isOne(Object score) {
        return score instanceof Number number && number.doubleValue() == 1 || Boolean.TRUE.equals(score);
    }

    private static boolean hasJsonWord(Object value) {
        return switch (value) {
            case null -> true;
            case Boolean _ -> true;
            case Double number -> !Double.isFinite(number);
            case Number _, String _ -> false;
            case Map<?, ?> map -> map.values().stream().anyMatch(MarksReply::hasJsonWord);
            default -> elements(value).stream().anyMatch(MarksReply::hasJsonWord);
        };
    }
}
