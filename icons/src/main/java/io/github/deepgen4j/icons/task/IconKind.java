// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.task;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Sorts of samples: prompts, then edits. */
public enum IconKind {
    /** {@code a cat face on a red background} */
    SINGLE,
    /** {@code a small cat face} */
    SIZED,
    /** {@code a cat face left of a house}, or right of, above, below */
    BESIDE,
    /** {@code from left to right: a cat face, a house, a key} */
    ROW,
    /** {@code a large cat face and a small house} */
    SIZES,
    /** {@code three houses} */
    COUNT,
    /** {@code a house with the word "HOME"} */
    WORD,
    /** {@code change the background to red} */
    EDIT_BACKGROUND,
    /** {@code remove the house} */
    EDIT_REMOVE,
    /** {@code add a house left of the cat face} */
    EDIT_ADD,
    /** {@code replace the house with a key} */
    EDIT_REPLACE,
    /** {@code move the house to the left} */
    EDIT_MOVE,
    /** {@code make the house larger} */
    EDIT_SIZE,
    /** {@code redraw it in flat style} */
    EDIT_STYLE,
    /** {@code change the skin tone to dark} */
    EDIT_TONE,
    /** {@code mirror the image}, of single things */
    EDIT_MIRROR,
    /** {@code change the word to "HOME"} */
    EDIT_WORD;

    /** The word used in configurations and reports: {@code edit_background}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean edit() {
        return ordinal() >= EDIT_BACKGROUND.ordinal();
    }

    /** The kind with that word. */
    public static IconKind of(String word) {
        for (IconKind kind : values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("kind of icon sample expected one of "
                + String.join(
                        ", ",
                        java.util.Arrays.stream(values()).map(IconKind::word).toList()) + ", found "
                + word);
    }
}
