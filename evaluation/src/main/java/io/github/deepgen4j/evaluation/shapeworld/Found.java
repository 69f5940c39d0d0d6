// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.shapeworld;

import java.util.List;

/**
 * What the scorer sees in a picture.
 *
 * @param background palette colour nearest to the border's median
 * @param objects connected foreground areas of at least 12 pixels; of a cluttered picture only the first few
 */
record Found(Colour background, List<Thing> objects) {

    /**
     * One object.
     *
     * @param shape best matching sprite's shape
     * @param overlap soft intersection over union with that sprite; below {@link #RECOGNISED} it counts as no shape
     */
    record Thing(Shape shape, ObjectSize size, Colour colour, int x, int y, double overlap) {
        static final double RECOGNISED = 0.70;

        boolean is(Requirement.Wanted wanted) {
            return overlap >= RECOGNISED
                    && shape == wanted.shape()
                    && (wanted.colour() == null || colour == wanted.colour())
                    && (wanted.size() == null || size == wanted.size());
        }
    }
}
