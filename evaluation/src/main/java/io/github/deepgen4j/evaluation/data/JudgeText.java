// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.data;

import java.util.Map;

/**
 * Instructions to a judge, with fields for what differs from item to item. Scores are only comparable if it is the
 * official text to the letter.
 *
 * @param template the text; in the form {@link Form#FORMAT}, {@code {name}} is a field and doubled braces are braces
 * @param official published with the benchmark; false for own wording
 */
public record JudgeText(String template, Form form, boolean official) {
    /** The note of a result by own wording. */
    public static final String OWN_NOTE = "prompt=own: judged by this project's own wording, not comparable with"
            + " published scores; name a checkout of the benchmark's repository for its own";

    /** Form of a field. */
    public enum Form {
        /** There are none. */
        PLAIN,
        /** As in Python's {@code str.format}. */
        FORMAT
    }

    /** Own wording, whose scores are not comparable with published ones. */
    public static JudgeText own(String template) {
        return new JudgeText(template, Form.FORMAT, false);
    }

    /** An official text that may be passed on and is part of this project. */
    public static JudgeText embedded(String template) {
        return new JudgeText(template, Form.FORMAT, true);
    }

    /**
     * The text for an item.
     *
     * @throws IllegalArgumentException if a field has no value or a brace is not closed
     */
    public String render(Map<String, String> fields) {
        if (form == Form.PLAIN) {
            return template;
        }
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < template.length()) {
            char next = template.charAt(i);
            if ((next == '{' || next == '}') && i + 1 < template.length() && template.charAt(i + 1) == next) {
                text.append(next);
                i += 2;
            } else if (next == '{') {
                int end = template.indexOf('}', i);
                String name = end < 0 ? "" : template.substring(i + 1, end).strip();
                if (!fields.containsKey(name)) {
                    throw new IllegalArgumentException(
                            "a judge's text has the field {%s}, expected %s".formatted(name, fields.keySet()));
                }
                text.append(fields.get(name));
                i = end + 1;
            } else if (next == '}') {
                throw new IllegalArgumentException("a judge's text has a single closing brace");
            } else {
                text.append(next);
                i++;
            }
        }
        return text.toString();
    }
}
