// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scene;

import java.util.List;
import java.util.Locale;

/** The palette: object colours, backgrounds, and two that are both. */
public enum Colour {
    RED(220, 40, 40),
    ORANGE(245, 140, 30),
    YELLOW(245, 225, 50),
    GREEN(50, 170, 70),
    BLUE(45, 90, 220),
    PURPLE(140, 60, 170),
    WHITE(250, 250, 250),
    BLACK(20, 20, 20),
    GRAY(160, 160, 160),
    PINK(250, 180, 200),
    CYAN(150, 220, 230),
    BROWN(130, 90, 60);

    /** Colours that objects may have. */
    public static final List<Colour> OBJECTS = List.of(RED, ORANGE, YELLOW, GREEN, BLUE, PURPLE, WHITE, BLACK);
    /** Colours that backgrounds may have; gray is the one when none is named. */
    public static final List<Colour> BACKGROUNDS = List.of(GRAY, PINK, CYAN, BROWN, WHITE, BLACK);

    private final int[] rgb;

    Colour(int... rgb) {
        this.rgb = rgb;
    }

    /** Channel 0 red, 1 green, 2 blue, in 0..255. */
    public int channel(int i) {
        return rgb[i];
    }

    /** The word used in prompts. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
