// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.files.Given;
import io.github.deepgen4j.model.image.Size;
import java.nio.charset.StandardCharsets;

/** Limits of every request, whatever the model. */
final class PromptRules {
    /** Longer texts are refused: no training sample held more (spec/model.md section 2.3, Q7). */
    static final int TOKENS = 1024;

    private static final int CHARACTERS = 16 * TOKENS;
    private static final int SIDE_MULTIPLE = 16;

    private PromptRules() {}

    static void check(String field, String text) {
        if (Given.require(field, text).length() > CHARACTERS) {
            throw new IllegalArgumentException("%s expected at most %d characters, found %d; shorten it"
                    .formatted(field, CHARACTERS, text.length()));
        }
        checkWritable(field, text);
    }

    /** Refuses what no image's file could hold, before the image is drawn. */
    static void checkWritable(String field, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "%s expected text, found the character NUL at place %d".formatted(field, text.indexOf('\0') + 1));
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(field + " expected text, found half a surrogate pair");
        }
    }

    static void checkTokens(String field, int tokens) {
        if (tokens > TOKENS) {
            throw new IllegalArgumentException(
                    "%s expected at most %d tokens, found %d; shorten it".formatted(field, TOKENS, tokens));
        }
    }

    static void check(Size size) {
        if (size.width() % SIDE_MULTIPLE != 0 || size.height() % SIDE_MULTIPLE != 0) {
            throw new IllegalArgumentException("size expected sides that are multiples of %d, found %s; try %s"
                    .formatted(SIDE_MULTIPLE, size, size.roundedUpTo(SIDE_MULTIPLE)));
        }
    }
}
