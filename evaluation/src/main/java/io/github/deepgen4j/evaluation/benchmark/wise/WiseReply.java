// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.wise;

import io.github.deepgen4j.evaluation.data.PythonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replies as the scripts read them: digits of any script count, a colon inside bold text or a full-width one does not.
 */
final class WiseReply {
    private static final int PYTHON = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;
    private static final String SPACE = "[\\s\\x1c-\\x1f]*";
    private static final Pattern SCALE = Pattern.compile(
            "\\*{0,2}(Consistency|Realism|Aesthetic Quality)\\*{0,2}" + SPACE + ":?" + SPACE + "(\\d)", PYTHON);
    private static final Pattern SCORE =
            Pattern.compile("\\*{0,2}Score\\*{0,2}" + SPACE + ":?" + SPACE + "([01])\\b", PYTHON);
    private static final Pattern THOUGHT = Pattern.compile("<think>.*?</think>", Pattern.DOTALL);

    private static final String CONSISTENCY = "consistency";
    private static final String REALISM = "realism";
    private static final String AESTHETICS = "aesthetic_quality";

    private WiseReply() {}

    /**
     * The scales that a reply names, the last of each; if it names none, the first three lines that are nothing but 0,
     * 1 or 2.
     */
    static Map<String, Double> scales(String reply) {
        Map<String, Double> scales = new LinkedHashMap<>();
        Matcher match = SCALE.matcher(reply);
        while (match.find()) {
            String name =
                    match.group(1).toLowerCase(Locale.ROOT).replace(' ', '_').replace('ſ', 's');
            scales.put(name, (double) Character.getNumericValue(match.group(2).codePointAt(0)));
        }
        List<String> alone = alone(reply, "[0-2]");
        if (scales.isEmpty() && alone.size() >= 3) {
            scales.put(CONSISTENCY, Double.valueOf(alone.get(0)));
            scales.put(REALISM, Double.valueOf(alone.get(1)));
            scales.put(AESTHETICS, Double.valueOf(alone.get(2)));
        }
        return scales;
    }

    /** All three scales, or nothing. */
    static Optional<Scales> legacy(String reply) {
        Map<String, Double> scales = scales(reply);
        return scales.size() < 3
                ? Optional.empty()
                : Optional.of(new Scales(scales.get(CONSISTENCY), scales.get(REALISM), scales.get(AESTHETICS)));
    }

    /** The first score that a reply names; if it names none, its only line that is nothing but 0 or 1. */
    static OptionalInt verified(String reply) {
        Matcher match = SCORE.matcher(reply);
        if (match.find()) {
            return OptionalInt.of(Integer.parseInt(match.group(1)));
        }
        List<String> alone = alone(reply, "[01]");
        return alone.size() == 1 ? OptionalInt.of(Integer.parseInt(alone.getFirst())) : OptionalInt.empty();
    }

    /** A reply without what the judge thought before it. */
    static String withoutThoughts(String reply) {
        String said = THOUGHT.matcher(reply).replaceAll("");
        int end = said.lastIndexOf("</think>");
        return PythonText.strip(end < 0 ? said : said.substring(end + "</think>".length()));
    }

    private static List<String> alone(String reply, String pattern) {
        List<String> alone = new ArrayList<>();
        for (String line : reply.split("\\R")) {
            String stripped = PythonText.strip(line);
            if (stripped.matches(pattern)) {
                alone.add(stripped);
            }
        }
        return alone;
    }
}
