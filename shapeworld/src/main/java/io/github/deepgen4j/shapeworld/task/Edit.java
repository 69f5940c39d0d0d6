// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.task;

import java.util.Locale;

/** Kinds of instructions that change an image (spec/shapeworld.md section 3). */
public enum Edit implements Kind {
    /** {@code make the [red] star blue} */
    RECOLOUR,
    /** {@code remove the star}; another object stays */
    REMOVE,
    /** {@code add a red star left of the circle} */
    ADD,
    /** {@code move the star to the top}: to the border, straight */
    MOVE,
    /** {@code replace the star with a circle}: same place, colour and size */
    REPLACE,
    /** {@code change the background to pink} */
    BACKGROUND,
    /** {@code change the text to "K9"}: same colour and background */
    TEXT,
    /** An edit that must be worked out first: {@code make the round shape the colour of grass}. */
    REASON;

    @Override
    public String word() {
        return "edit_" + name().toLowerCase(Locale.ROOT);
    }
}
