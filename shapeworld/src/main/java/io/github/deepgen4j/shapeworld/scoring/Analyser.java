// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.Sprite;
import io.github.deepgen4j.shapeworld.scoring.Found.Thing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds background and objects of an image (spec/shapeworld.md section 5, steps 1 to 3): foreground lies far from the
 * border's median colour, its 8-connected areas are objects, and each is compared with all sprites around its place.
 */
final class Analyser {
    private static final int SIDE = Scene.SIDE;
    private static final int PIXELS = SIDE * SIDE;
    private static final int SMALLEST_AREA = 12;
    private static final int MOST_OBJECTS = 7;
    private static final int OUTLINE = 10;

    private final Foreground foreground;

    private Analyser(Foreground foreground) {
        this.foreground = foreground;
    }

    static Found analyse(Image image) {
        return new Analyser(new Foreground(image)).analyse();
    }

    private Found analyse() {
        List<Thing> things = new ArrayList<>();
        boolean[] seen = new boolean[PIXELS];
        for (int i = 0; i < PIXELS && things.size() < MOST_OBJECTS; i++) {
            if (foreground.contains(i) && !seen[i]) {
                List<Integer> area = area(i, seen);
                if (area.size() >= SMALLEST_AREA) {
                    things.add(recognise(area));
                }
            }
        }
        return new Found(foreground.background(), things);
    }

    private List<Integer> area(int start, boolean[] seen) {
        List<Integer> area = new ArrayList<>();
        ArrayDeque<Integer> open = new ArrayDeque<>(List.of(start));
        seen[start] = true;
        while (!open.isEmpty()) {
            int pixel = open.pop();
            area.add(pixel);
            for (int neighbour : neighbours(pixel)) {
                if (foreground.contains(neighbour) && !seen[neighbour]) {
                    seen[neighbour] = true;
                    open.push(neighbour);
                }
            }
        }
        return area;
    }

    /** Up to eight pixels around one. */
    private static int[] neighbours(int pixel) {
        int x = pixel % SIDE;
        int y = pixel / SIDE;
        int[] found = new int[8];
        int n = 0;
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                boolean inside = x + dx >= 0 && x + dx < SIDE && y + dy >= 0 && y + dy < SIDE;
                if (inside && (dx != 0 || dy != 0)) {
                    found[n++] = (y + dy) * SIDE + x + dx;
                }
            }
        }
        return Arrays.copyOf(found, n);
    }

    private Thing recognise(List<Integer> area) {
        boolean[] member = new boolean[PIXELS];
        area.forEach(pixel -> member[pixel] = true);
        List<Integer> core = area.stream()
                .filter(pixel -> neighbours(pixel).length == 8
                        && Arrays.stream(neighbours(pixel)).allMatch(n -> member[n]))
                .toList();
        double[] colour = foreground.median(core.size() >= 5 ? core : area);
        boolean[] wide = widened(area);
        float[] coverage = coverage(wide, colour);
        double total = 0;
        for (float c : coverage) {
            total += c;
        }
        double edge = edge(coverage, wide);
        int left = area.stream().mapToInt(p -> p % SIDE).min().orElseThrow();
        int right = area.stream().mapToInt(p -> p % SIDE).max().orElseThrow();
        int top = area.stream().mapToInt(p -> p / SIDE).min().orElseThrow();
        int bottom = area.stream().mapToInt(p -> p / SIDE).max().orElseThrow();
        Thing best = null;
        for (int y = (top + bottom) / 2 - 1; y <= (top + bottom) / 2 + 2; y++) {
            for (int x = (left + right) / 2 - 1; x <= (left + right) / 2 + 2; x++) {
                for (Sprite sprite : Sprite.ALL) {
                    double overlap = overlap(coverage, total, sprite, x, y);
                    if (best == null || overlap > best.overlap()) {
                        Colour named = Colour.nearest(Colour.OBJECTS, colour);
                        best = new Thing(sprite.shape(), sprite.size(), named, x, y, overlap, edge);
                    }
                }
            }
        }
        return best;
    }

    private static boolean[] widened(List<Integer> area) {
        boolean[] wide = new boolean[PIXELS];
        for (int pixel : area) {
            wide[pixel] = true;
            for (int neighbour : neighbours(pixel)) {
                wide[neighbour] = true;
            }
        }
        return wide;
    }

    /** The way of each pixel of the widened area from the background to the object's colour, 0..1. */
    private float[] coverage(boolean[] wide, double[] colour) {
        float[] coverage = new float[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            coverage[i] = wide[i] ? (float) foreground.coverage(i, colour) : 0;
        }
        return coverage;
    }

    /** The {@link #OUTLINE}th steepest step between neighbouring pixels, so that single specks do not count. */
    private static double edge(float[] coverage, boolean[] wide) {
        List<Double> steps = new ArrayList<>();
        for (int i = SIDE + 1; i < PIXELS; i++) {
            if (wide[i] && wide[i - 1]) {
                steps.add((double) Math.abs(coverage[i] - coverage[i - 1]));
            }
            if (wide[i] && wide[i - SIDE]) {
                steps.add((double) Math.abs(coverage[i] - coverage[i - SIDE]));
            }
        }
        steps.sort(Comparator.reverseOrder());
        return steps.get(OUTLINE - 1); // an area has at least 12 pixels, so there are more steps
    }

    private static double overlap(float[] coverage, double total, Sprite sprite, int centreX, int centreY) {
        double shared = 0;
        for (int i : sprite.inside()) {
            int x = centreX - Sprite.REACH + i % Sprite.SIDE;
            int y = centreY - Sprite.REACH + i / Sprite.SIDE;
            if (x >= 0 && x < SIDE && y >= 0 && y < SIDE) {
                shared += Math.min(sprite.coverage()[i], coverage[y * SIDE + x]);
            }
        }
        return shared / (sprite.area() + total - shared);
    }
}
