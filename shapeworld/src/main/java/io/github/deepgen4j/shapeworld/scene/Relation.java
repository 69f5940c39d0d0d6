// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scene;

/** The place of the first object as seen from the second. */
public enum Relation {
    LEFT_OF("left of", -1, 0),
    RIGHT_OF("right of", 1, 0),
    ABOVE("above", 0, -1),
    BELOW("below", 0, 1);

    private final String words;
    private final int dx;
    private final int dy;

    Relation(String words, int dx, int dy) {
        this.words = words;
        this.dx = dx;
        this.dy = dy;
    }

    /** As prompts say it. */
    public String words() {
        return words;
    }

    public Relation opposite() {
        return switch (this) {
            case LEFT_OF -> RIGHT_OF;
            case RIGHT_OF -> LEFT_OF;
            case ABOVE -> BELOW;
            case BELOW -> ABOVE;
        };
    }

    public boolean horizontal() {
        return dx != 0;
    }

    /** True when the first lies before the second from the left or from the top. */
    public boolean firstComesFirst() {
        return dx + dy < 0;
    }

    /** More than 8 pixels apart on the axis, which must dominate (spec/shapeworld.md section 5). */
    public boolean holds(double firstX, double firstY, double secondX, double secondY) {
        double along = dx * (firstX - secondX) + dy * (firstY - secondY);
        double across = horizontal() ? firstY - secondY : firstX - secondX;
        return along > 8 && along > 0.9 * Math.abs(across);
    }
}
