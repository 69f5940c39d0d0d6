// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.pipeline.Seed;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of the images of one command, made from a text with fields: <code>{seed}</code>, <code>{index}</code> (from
 * 0), <code>{prompt}</code> (its letters and digits), <code>{date}</code> and <code>{time}</code>, which are those of
 * the start.
 *
 * @param digits width of the index, filled up with 0
 */
record OutputName(String text, int digits, LocalDateTime start) {
    private static final Pattern BRACE = Pattern.compile("\\{\\{|}}|\\{([^{}]*)}|[{}]");
    static final String INDEX = "{index}";
    static final String SEED = "{seed}";
    static final String PROMPT = "{prompt}";
    private static final int LONGEST = 80; // bytes of a prompt in a name

    /** @throws IllegalArgumentException for a field that there is not, or a brace that is none */
    OutputName {
        fill(text, fields(0, 0, "", digits, start));
    }

    /**
     * A name as the user typed it.
     *
     * @param apart field or fields one of which tells the images apart; without any of them a number is put before the
     *     ending. Empty for a single image
     */
    static OutputName of(String typed, List<String> apart, int digits) {
        boolean several = !apart.isEmpty() && apart.stream().noneMatch(typed::contains);
        int slash = Math.max(typed.lastIndexOf('/'), typed.lastIndexOf(File.separatorChar));
        int dot = typed.lastIndexOf('.');
        int end = dot > slash + 1 ? dot : typed.length();
        String text = several ? typed.substring(0, end) + "-" + INDEX + typed.substring(end) : typed;
        return new OutputName(text, digits, LocalDateTime.now());
    }

    /** The digits of the numbers of so many images. */
    static int digits(int count) {
        return String.valueOf(count - 1).length();
    }

    /** The file of one image. */
    Path file(int index, long seed, String prompt) {
        return Path.of(fill(text, fields(index, seed, prompt, digits, start)));
    }

    private static Map<String, String> fields(int index, long seed, String prompt, int digits, LocalDateTime start) {
        return Map.of(
                "seed", Seed.text(seed),
                "index", String.format(Locale.ROOT, "%0" + digits + "d", index),
                "prompt", words(prompt),
                "date", DateTimeFormatter.ISO_LOCAL_DATE.format(start),
                "time", DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT).format(start));
    }

    private static String fill(String text, Map<String, String> fields) {
        return BRACE.matcher(text).replaceAll(brace -> Matcher.quoteReplacement(meaning(brace, fields)));
    }

    private static String meaning(MatchResult brace, Map<String, String> fields) {
        String found = brace.group();
        if (found.length() == 2 && found.charAt(0) == found.charAt(1)) {
            return found.substring(1);
        }
        String value = brace.group(1) == null ? null : fields.get(brace.group(1));
        if (value == null) {
            throw new IllegalArgumentException("expected {seed}, {index}, {prompt}, {date} or {time}, found " + found
                    + "; a brace is written twice");
        }
        return value;
    }

    /** The letters and digits of a prompt in lower case, the rest as single hyphens. */
    private static String words(String prompt) {
        StringBuilder words = new StringBuilder();
        int bytes = 0;
        for (int letter : prompt.toLowerCase(Locale.ROOT).codePoints().toArray()) {
            boolean digit = Character.isDigit(letter);
            boolean plain = digit || Character.isLetter(letter);
            String next =
                    digit ? String.valueOf(Character.digit(letter, 10)) : Character.toString(plain ? letter : '-');
            if (!plain && (words.isEmpty() || words.charAt(words.length() - 1) == '-')) {
                continue;
            }
            bytes += next.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > LONGEST) {
                break;
            }
            words.append(next);
        }
        String name = words.toString().replaceFirst("-$", "");
        return name.isEmpty() ? "image" : name;
    }
}
