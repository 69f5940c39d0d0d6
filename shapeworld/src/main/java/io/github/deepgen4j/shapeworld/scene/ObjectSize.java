// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scene;

import java.util.Locale;

/** Sizes of objects; medium when none is named. */
public enum ObjectSize {
    SMALL(4.5),
    MEDIUM(6),
    LARGE(7.5);

    private final double radius;

    ObjectSize(double radius) {
        this.radius = radius;
    }

    /** Radius in pixels. */
    public double radius() {
        return radius;
    }

    /** The word used in prompts. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
