// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scene;

import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * One line of letters in an image. Every letter stands in the middle columns of a cell of 16x16 pixels of its own, as
 * objects do, so that it fills one token of the nano model's transformer; 1 and 3 letters lie half a cell left of the
 * middle.
 *
 * @param text 1 to {@link #LONGEST} characters of {@link Font#CHARACTERS}
 */
public record Lettering(String text, Colour colour) {
    public static final int LONGEST = 4;

    private static final int CELL = 16;
    private static final int TOP = 17;

    public Lettering {
        if (text.isEmpty()
                || text.length() > LONGEST
                || text.chars().anyMatch(character -> Font.CHARACTERS.indexOf(character) < 0)) {
            throw new IllegalArgumentException(
                    "lettering expected 1 to %d of %s, found \"%s\"".formatted(LONGEST, Font.CHARACTERS, text));
        }
    }

    /** One to {@link #LONGEST} random characters. */
    public static String randomText(RandomGenerator random) {
        return random.ints(1 + random.nextInt(LONGEST), 0, Font.CHARACTERS.length())
                .mapToObj(i -> Font.CHARACTERS.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    /** Left edge in pixels of letter {@code i}. */
    public int left(int i) {
        return CELL * ((LONGEST - text.length()) / 2 + i) + (CELL - Font.WIDTH) / 2;
    }

    /** Upper edge in pixels of all letters. */
    public int top() {
        return TOP;
    }
}
