// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.scene;

import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Font;
import java.util.List;

/**
 * A line of letters in the lower quarter of an image.
 *
 * @param text 1 to {@link #LONGEST} of {@link Font#CHARACTERS}
 * @param size side of a dot of a letter in 96ths of the image's side; {@link #SMALL} lets {@link #LONGEST} fit
 */
public record Word(String text, int size) {
    public static final int LONGEST = 8;
    /** Size of dots at which any word fits. */
    public static final int SMALL = 2;
    /** Size of dots at which {@link #LONGEST_LARGE} letters fit. */
    public static final int LARGE = 3;

    public static final int LONGEST_LARGE = 5;

    /** Upper edge of the line's part of the image, as a share of its height. */
    public static final double TOP = 0.7;

    private static final double MIDDLE = 0.86;
    private static final int ROWS = 7;
    private static final int UNITS = 96;

    private static final int COLUMNS = 6; // five dots and a gap

    public Word {
        if (text.isEmpty()
                || text.length() > LONGEST
                || size < 1
                || text.chars().anyMatch(c -> Font.CHARACTERS.indexOf(c) < 0)) {
            throw new IllegalArgumentException("word expected 1 to %d of %s and size >= 1, found \"%s\" and %d"
                    .formatted(LONGEST, Font.CHARACTERS, text, size));
        }
    }

    /** A line's place in pixels: its first dot, and the side of a dot. */
    public record Grid(int left, int top, int dot) {}

    /** The place in an image of that side. */
    public Grid grid(int side) {
        int dot = dot(side);
        int top = Math.min((int) Math.round(MIDDLE * side) - ROWS * dot / 2, side - ROWS * dot - 1);
        return new Grid((side - width(side)) / 2, top, dot);
    }

    /** Side of a dot in pixels, so that the line fits. */
    int dot(int side) {
        int all = text.length() * COLUMNS - 1;
        return Math.clamp(Math.round((double) size * side / UNITS), 1, Math.max(1, (side - 1) / all));
    }

    /** Width in pixels. */
    int width(int side) {
        return (text.length() * COLUMNS - 1) * dot(side);
    }

    boolean inks(int column, int row) {
        int letter = column / COLUMNS;
        int within = column % COLUMNS;
        return within < COLUMNS - 1 && Font.inks(text.charAt(letter), 2 * within, 2 * row);
    }

    int columns() {
        return text.length() * COLUMNS - 1;
    }

    /** Black, or white on dark backgrounds. */
    public static Colour ink(Colour ground) {
        boolean dark = List.of(Colour.BLACK, Colour.BLUE, Colour.PURPLE, Colour.BROWN, Colour.RED)
                .contains(ground);
        return dark ? Colour.WHITE : Colour.BLACK;
    }
}
