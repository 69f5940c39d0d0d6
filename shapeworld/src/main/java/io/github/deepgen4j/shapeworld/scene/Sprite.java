// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Coverage (0..1) of the pixels around an object's centre: the mean of 8x8 samples a pixel.
 *
 * @param reach pixels on each side of the centre's
 * @param coverage square of {@link #side()} pixels a side, row by row, the centre pixel in the middle
 * @param inside numbers of the pixels that are covered at all
 * @param area sum of the coverage
 */
public record Sprite(int reach, float[] coverage, int[] inside, double area) {
    private static final int SAMPLES = 8;
    private static final List<Sprite> ALL = all();

    /** The sprite that the renderer draws. */
    static Sprite of(Shape shape, ObjectSize size) {
        return ALL.get(shape.ordinal() * ObjectSize.values().length + size.ordinal());
    }

    private static List<Sprite> all() {
        List<Sprite> sprites = new ArrayList<>();
        for (Shape shape : Shape.values()) {
            for (ObjectSize size : ObjectSize.values()) {
                sprites.add(draw(shape, size.radius(), 0, 0));
            }
        }
        return List.copyOf(sprites);
    }

    /** An outline whose centre lies {@code shiftX} and {@code shiftY} pixels, 0 to 1, right of and below a pixel's. */
    public static Sprite draw(Outline outline, double radius, double shiftX, double shiftY) {
        int reach = (int) Math.ceil(1.1 * radius + Math.max(shiftX, shiftY)) + 1;
        int side = 2 * reach + 1;
        float[] coverage = new float[side * side];
        double area = 0;
        for (int i = 0; i < coverage.length; i++) {
            int hits = 0;
            for (int sample = 0; sample < SAMPLES * SAMPLES; sample++) {
                double dx = i % side - reach + (sample % SAMPLES + 0.5) / SAMPLES - 0.5 - shiftX;
                double dy = i / side - reach + (sample / SAMPLES + 0.5) / SAMPLES - 0.5 - shiftY;
                hits += outline.contains(dx, dy, radius) ? 1 : 0;
            }
            coverage[i] = hits / (float) (SAMPLES * SAMPLES);
            area += coverage[i];
        }
        int[] inside =
                IntStream.range(0, coverage.length).filter(i -> coverage[i] > 0).toArray();
        return new Sprite(reach, coverage, inside, area);
    }

    /** Side of the square in pixels. */
    public int side() {
        return 2 * reach + 1;
    }
}
