// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.edit;

import java.util.regex.Pattern;

/** Replies that cannot be used: those in which a judge declines to look at a picture say nothing about it. */
public final class Refusal {
    private static final Pattern DECLINES = Pattern.compile(
            "^\\W*(I['’]?m |I am )?(very |so )?(sorry|apologi[sz]e|unable to|not able to)\\b"
                    + "|\\bI (can['’]?t|cannot|can not|won['’]?t|am unable to|['’]m unable to)"
                    + " (help|assist|comply|evaluate|view|analy[sz]e|process|provide|rate|judge|fulfil)",
            Pattern.CASE_INSENSITIVE);

    private static final int SHOWN = 60;

    private Refusal() {}

    /** The start of a reply, for messages. */
    public static String shown(String reply) {
        String line = reply.strip().replaceAll("\\s+", " ");
        return line.isEmpty() ? "nothing" : line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    }

    /** True for a reply that was found to have no score and declines in words. */
    public static boolean is(String reply) {
        return DECLINES.matcher(reply).find();
    }
}
