// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a run's items, so that several processes share the work: every {@code count}th one.
 *
 * @param number 1 to {@code count}
 */
public record Shard(int number, int count) {
    /** All of them. */
    public static final Shard WHOLE = new Shard(1, 1);

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    public Shard {
        if (number < 1 || number > count) {
            throw new IllegalArgumentException(
                    "shard expected a number from 1 to the number of shards, such as 2/8, found " + number + "/"
                            + count);
        }
    }

    /** Reads {@code 2/8}. */
    public static Shard parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("shard expected a form such as 2/8, found " + text);
        }
        return new Shard(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    }

    /** The items of this part, in their order. */
    public <I> List<I> of(List<I> items) {
        List<I> mine = new ArrayList<>();
        for (int i = number - 1; i < items.size(); i += count) {
            mine.add(items.get(i));
        }
        return mine;
    }
}
