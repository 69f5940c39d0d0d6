// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.corebench;

import io.github.deepgen4j.evaluation.data.PythonText;
import java.util.Locale;

/** The kinds of judges that the script knows, which differ in what of a reply counts. */
enum Judge {
    /** One text after the image; replies are stripped and lower-cased. */
    GEMINI,
    /** The general text as system message; replies are taken as they are: {@code Yes} matches nothing. */
    QWEN,
    /** As Qwen; only what follows the last end of thinking counts. */
    QWEN_THINKING;

    private static final String THOUGHT = "</think>\n\n";

    /** The part of a reply that counts; empty replies are asked for again. */
    String answer(String reply) {
        return switch (this) {
            case GEMINI -> PythonText.strip(reply).toLowerCase(Locale.ROOT);
            case QWEN -> reply;
            case QWEN_THINKING -> {
                int end = reply.lastIndexOf(THOUGHT);
                yield end < 0 ? "" : reply.substring(end + THOUGHT.length());
            }
        };
    }
}
