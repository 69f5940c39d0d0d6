// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import io.github.deepgen4j.shapeworld.scene.Outline;
import io.github.deepgen4j.shapeworld.scene.Shape;
import io.github.deepgen4j.shapeworld.scene.Sprite;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * An outline that passes for a shape, at any radius: the generator's five, and crosses of other bars
 * (spec/shapeworld.md section 5, step 3).
 */
record Figure(Shape shape, Outline outline) {
    static final List<Figure> ALL = Stream.concat(
                    Arrays.stream(Shape.values()).map(shape -> new Figure(shape, shape)),
                    Stream.of(cross(0.14), cross(0.24)))
            .toList();

    /** Number of radii. */
    static final int STEPS = 68;

    private static final double SMALLEST = 2.5;
    private static final double STEP = 1.04;
    private static final Map<Key, Sprite> SPRITES = new ConcurrentHashMap<>();

    private record Key(Figure figure, int step, int halfX, int halfY) {}

    private static Figure cross(double half) {
        return new Figure(Shape.CROSS, (x, y, r) -> {
            double ax = Math.abs(x);
            double ay = Math.abs(y);
            return Math.max(ax, ay) <= r && Math.min(ax, ay) <= half * r;
        });
    }

    /** Radius in pixels of a step, 2.5 to 34. */
    static double radius(int step) {
        return SMALLEST * Math.pow(STEP, step);
    }

    /** The step whose radius is nearest. */
    static int step(double radius) {
        return Math.clamp(Math.round(Math.log(radius / SMALLEST) / Math.log(STEP)), 0, STEPS - 1);
    }

    /** The figure in one of the radii, its centre half a pixel right of and below a pixel's where told. */
    Sprite sprite(int step, int halfX, int halfY) {
        return SPRITES.computeIfAbsent(
                new Key(this, step, halfX, halfY),
                key -> Sprite.draw(outline, radius(key.step), key.halfX / 2.0, key.halfY / 2.0));
    }
}
