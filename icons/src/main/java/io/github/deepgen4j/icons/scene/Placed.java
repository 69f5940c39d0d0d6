// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.scene;

import io.github.deepgen4j.icons.set.Icon;

/**
 * A drawing at its place.
 *
 * @param x centre, as a share of the image's side
 * @param y centre, from the top
 * @param size side of the square it fills, at most {@link #LARGEST}
 */
public record Placed(Icon icon, double x, double y, double size, boolean mirrored) {
    /** The largest share of the image's side that a drawing fills. */
    public static final double LARGEST = 0.9;

    public Placed {
        if (!(size > 0 && size <= LARGEST)) {
            throw new IllegalArgumentException("size expected in (0, " + LARGEST + "], found " + size);
        }
    }

    public Placed(Icon icon, double x, double y, double size) {
        this(icon, x, y, size, false);
    }

    /** A square of pixels. */
    public record Box(int left, int top, int size) {}

    /** The pixels that it fills in an image of that side. */
    public Box box(int side) {
        int pixels = Math.max(1, (int) Math.round(size * side));
        return new Box((int) Math.round(x * side - pixels / 2.0), (int) Math.round(y * side - pixels / 2.0), pixels);
    }

    public Placed with(Icon other) {
        return new Placed(other, x, y, size, mirrored);
    }

    public Placed at(double otherX, double otherY) {
        return new Placed(icon, otherX, otherY, size, mirrored);
    }

    public Placed sized(double other) {
        return new Placed(icon, x, y, other, mirrored);
    }

    public Placed reversed() {
        return new Placed(icon, x, y, size, !mirrored);
    }
}
