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
 * @param background name of the border's median colour; null if the palette has none
 * @param objects of a cluttered image only the first few
 * @param clean no specks beside the objects
 */
record Found(Colour background, List<Thing> objects, boolean clean) {

    /**
     * One object.
     *
     * @param fit best matching figure
     * @param colour null when it has several or the palette has no name for it
     * @param edge how much of the way from background to object the outline takes from one pixel to the next: 1 when
     *     sharp, about 0.4 divided by the radius of a Gaussian blur; below {@link #SHARP} it counts as no shape
     */
    record Thing(Fit fit, Colour colour, double edge) {
        static final double RECOGNISED = 0.815;
        /** Of stars and crosses, which have much outline for their area. */
        static final double RECOGNISED_THIN = 0.75;

        static final int MOST_FLAWS = 3;
        static final double SHARP = 0.2;
        private static final double RESIZED = 1;

        Shape shape() {
            return fit.shape();
        }

        /** Of a size that is named: its radius lies within a pixel of it, or beyond that of the extremes. */
        boolean sized(ObjectSize size) {
            double more = fit.radius() - size.radius();
            return (more >= -RESIZED || size == ObjectSize.SMALL) && (more <= RESIZED || size == ObjectSize.LARGE);
        }

        /** Within a pixel of a size's radius. */
        boolean exactly(ObjectSize size) {
            return Math.abs(fit.radius() - size.radius()) <= RESIZED;
        }

        /** One of the shapes, whole, without additions, with an outline that is not blurred. */
        boolean recognised() {
            return fit.overlap() >= least() && fit.flaws() <= MOST_FLAWS && edge >= SHARP;
        }

        /** The overlap that it needs; large round and square objects leave no doubt about their outline. */
        private double least() {
            return switch (shape()) {
                case CIRCLE -> Math.clamp(1 - (0.6 + 0.2 / edge) / fit.radius(), RECOGNISED, 0.935);
                case SQUARE -> Math.clamp(1 - 1.2 / fit.radius(), RECOGNISED, 0.9);
                case TRIANGLE -> RECOGNISED;
                case STAR, CROSS -> RECOGNISED_THIN;
            };
        }

        boolean is(Requirement.Wanted wanted) {
            return recognised()
                    && shape() == wanted.shape()
                    && (wanted.colour() == null || colour == wanted.colour())
                    && (wanted.size() == null || sized(wanted.size()));
        }
    }
}
