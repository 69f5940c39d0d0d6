// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.ObjectSize;
import io.github.deepgen4j.shapeworld.scene.Shape;
import io.github.deepgen4j.shapeworld.task.Requirement;
import java.util.List;

/**
 * An image as the scorer sees it.
 *
 * @param background palette colour nearest to the border's median
 * @param objects connected foreground areas of at least 12 pixels; of a cluttered image only the first few
 */
record Found(Colour background, List<Thing> objects) {

    /**
     * One object.
     *
     * @param shape best matching sprite's shape
     * @param overlap soft intersection over union with that sprite; below {@link #RECOGNISED} it counts as no shape
     * @param edge how much of the way from background to object the outline takes from one pixel to the next: 1 when
     *     sharp, about 0.4 divided by the radius of a Gaussian blur; below {@link #SHARP} it counts as no shape
     */
    record Thing(Shape shape, ObjectSize size, Colour colour, int x, int y, double overlap, double edge) {
        static final double RECOGNISED = 0.70;
        static final double SHARP = 0.2;

        boolean is(Requirement.Wanted wanted) {
            return overlap >= RECOGNISED
                    && edge >= SHARP
                    && shape == wanted.shape()
                    && (wanted.colour() == null || colour == wanted.colour())
                    && (wanted.size() == null || size == wanted.size());
        }
    }
}
