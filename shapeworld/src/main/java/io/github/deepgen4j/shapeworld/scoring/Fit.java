// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.Shape;
import io.github.deepgen4j.shapeworld.scene.Sprite;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The figure that matches an object best (spec/shapeworld.md section 5, step 3). Place and radius climb from the
 * bounding box by half a pixel and by {@link Figure}'s steps as long as the overlap grows.
 *
 * @param x centre in pixels, to a half
 * @param radius in pixels
 * @param overlap soft intersection over union
 * @param flaws pixels that are missing well inside the figure or covered well outside
 */
record Fit(Shape shape, double x, double y, double radius, double overlap, int flaws) {
    private static final int SIDE = Scene.SIDE;

    /**
     * Fits all figures.
     *
     * @param coverage of the object, 0..1, for each pixel of the image
     * @param area its pixels
     * @param hidden pixels that belong to something else, which may cover the object
     */
    static Fit best(float[] coverage, BitSet area, BitSet hidden) {
        int left = area.stream().map(pixel -> pixel % SIDE).min().orElseThrow();
        int right = area.stream().map(pixel -> pixel % SIDE).max().orElseThrow();
        int top = area.nextSetBit(0) / SIDE;
        int bottom = (area.length() - 1) / SIDE;
        int step = Figure.step((Math.max(right - left, bottom - top) + 1) / 2.0);
        Search best = null;
        for (Figure figure : Figure.ALL) {
            Search search = new Search(coverage, hidden, figure, left + right, top + bottom, step);
            search.climb();
            if (best == null || search.overlap > best.overlap) {
                best = search;
            }
        }
        return best.fit();
    }

    /** One figure on its way to its best place. */
    private static final class Search {
        private final float[] coverage;
        private final BitSet hidden;
        private final Figure figure;
        private final double total;
        /** Of the places tried: the next round tries most of them again. */
        private final Map<Place, Double> overlaps = new HashMap<>();

        private int twiceX;
        private int twiceY;
        private int step;
        private double overlap;

        private record Place(int twiceX, int twiceY, int step) {}

        Search(float[] coverage, BitSet hidden, Figure figure, int twiceX, int twiceY, int step) {
            this.coverage = coverage;
            this.hidden = hidden;
            this.figure = figure;
            this.twiceX = twiceX;
            this.twiceY = twiceY;
            this.step = step;
            double sum = 0;
            for (float c : coverage) {
                sum += c;
            }
            this.total = sum;
            this.overlap = overlap(twiceX, twiceY, step);
        }

        void climb() {
            boolean better = true;
            while (better) {
                better = false;
                for (int move = 0; move < 27; move++) {
                    int x = twiceX + move % 3 - 1;
                    int y = twiceY + move / 3 % 3 - 1;
                    int s = Math.clamp(step + move / 9 - 1, 0, Figure.STEPS - 1);
                    double moved = overlaps.computeIfAbsent(new Place(x, y, s), _ -> overlap(x, y, s));
                    if (moved > overlap) {
                        overlap = moved;
                        twiceX = x;
                        twiceY = y;
                        step = s;
                        better = true;
                    }
                }
            }
        }

        private double overlap(int twiceCentreX, int twiceCentreY, int atStep) {
            Sprite sprite = figure.sprite(atStep, twiceCentreX & 1, twiceCentreY & 1);
            double shared = 0;
            double covered = 0;
            for (int i : sprite.inside()) {
                int x = (twiceCentreX >> 1) - sprite.reach() + i % sprite.side();
                int y = (twiceCentreY >> 1) - sprite.reach() + i / sprite.side();
                if (x >= 0 && x < SIDE && y >= 0 && y < SIDE) {
                    if (hidden.get(y * SIDE + x)) {
                        covered += sprite.coverage()[i];
                    } else {
                        shared += Math.min(sprite.coverage()[i], coverage[y * SIDE + x]);
                    }
                }
            }
            boolean seen = covered <= sprite.area() / 2;
            return seen ? shared / (sprite.area() - covered + total - shared) : 0;
        }

        Fit fit() {
            return new Fit(figure.shape(), twiceX / 2.0, twiceY / 2.0, Figure.radius(step), overlap, flaws());
        }

        private int flaws() {
            Sprite sprite = figure.sprite(step, twiceX & 1, twiceY & 1);
            BitSet some = new BitSet();
            BitSet open = new BitSet();
            open.set(0, SIDE * SIDE);
            for (int i : sprite.inside()) {
                int x = (twiceX >> 1) - sprite.reach() + i % sprite.side();
                int y = (twiceY >> 1) - sprite.reach() + i / sprite.side();
                if (x >= 0 && x < SIDE && y >= 0 && y < SIDE) {
                    some.set(y * SIDE + x);
                    if (sprite.coverage()[i] == 1) {
                        open.clear(y * SIDE + x);
                    }
                }
            }
            for (int margin = 0; margin < 1 + (int) Figure.radius(step) / 12; margin++) {
                some = Areas.widened(some);
                open = Areas.widened(open);
            }
            int flaws = 0;
            for (int i = 0; i < SIDE * SIDE; i++) {
                boolean wrong = coverage[i] > 0.5 ? !some.get(i) : !open.get(i);
                flaws += wrong && !hidden.get(i) ? 1 : 0;
            }
            return flaws;
        }
    }
}
