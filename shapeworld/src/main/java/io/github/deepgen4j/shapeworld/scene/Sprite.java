// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Coverage (0..1) of the pixels around an object's centre: the mean of 8x8 samples a pixel.
 *
 * @param coverage square of {@link #SIDE} pixels a side, row by row, the centre pixel in the middle
 * @param inside numbers of the pixels that are covered at all
 * @param area sum of the coverage
 */
public record Sprite(Shape shape, ObjectSize size, float[] coverage, int[] inside, double area) {
    public static final int REACH = 10;
    public static final int SIDE = 2 * REACH + 1;

    /** All shapes in all sizes. */
    public static final List<Sprite> ALL = all();

    static Sprite of(Shape shape, ObjectSize size) {
        return ALL.get(shape.ordinal() * ObjectSize.values().length + size.ordinal());
    }

    private static List<Sprite> all() {
        List<Sprite> sprites = new ArrayList<>();
        for (Shape shape : Shape.values()) {
            for (ObjectSize size : ObjectSize.values()) {
                sprites.add(draw(shape, size));
            }
        }
        return List.copyOf(sprites);
    }

    private static Sprite draw(Shape shape, ObjectSize size) {
        float[] coverage = new float[SIDE * SIDE];
        double area = 0;
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int hits = 0;
                for (int sample = 0; sample < 64; sample++) {
                    double dx = x - REACH + (sample % 8 + 0.5) / 8 - 0.5;
                    double dy = y - REACH + (sample / 8 + 0.5) / 8 - 0.5;
                    hits += shape.contains(dx, dy, size.radius()) ? 1 : 0;
                }
                coverage[y * SIDE + x] = hits / 64f;
                area += hits / 64.0;
            }
        }
        int[] inside =
                IntStream.range(0, coverage.length).filter(i -> coverage[i] > 0).toArray();
        return new Sprite(shape, size, coverage, inside, area);
    }
}
