// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.shapeworld;

import io.github.deepgen4j.evaluation.shapeworld.Found.Thing;
import io.github.deepgen4j.model.image.Image;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds background and objects of a picture (nano.md section 1.4, steps 1 to 3): foreground lies far from the border's
 * median colour, its 8-connected areas are objects, and each is compared with all sprites around its place.
 */
final class Analyser {
    private static final int SIDE = Scene.SIDE;
    private static final double FOREGROUND_DISTANCE = 45;
    private static final int SMALLEST_AREA = 12;
    private static final int MOST_OBJECTS = 7;

    private final byte[] rgb;
    private final double[] background = new double[3];
    private final boolean[] foreground = new boolean[SIDE * SIDE];

    private Analyser(Image image) {
        if (image.width() != SIDE || image.height() != SIDE) {
            throw new IllegalArgumentException("ShapeWorld scores pictures of %dx%d, found %dx%d"
                    .formatted(SIDE, SIDE, image.width(), image.height()));
        }
        this.rgb = image.rgb();
    }

    static Found analyse(Image image) {
        return new Analyser(image).analyse();
    }

    private Found analyse() {
        List<Integer> border = new ArrayList<>();
        for (int i = 0; i < SIDE * SIDE; i++) {
            if (Math.min(Math.min(i % SIDE, i / SIDE), Math.min(SIDE - 1 - i % SIDE, SIDE - 1 - i / SIDE)) < 2) {
                border.add(i);
            }
        }
        System.arraycopy(median(border), 0, background, 0, 3);
        for (int i = 0; i < foreground.length; i++) {
            double distance = 0;
            for (int c = 0; c < 3; c++) {
                distance += Math.pow(value(i, c) - background[c], 2);
            }
            foreground[i] = Math.sqrt(distance) > FOREGROUND_DISTANCE;
        }
        List<Thing> things = new ArrayList<>();
        boolean[] seen = new boolean[foreground.length];
        for (int i = 0; i < foreground.length && things.size() < MOST_OBJECTS; i++) {
            if (foreground[i] && !seen[i]) {
                List<Integer> area = area(i, seen);
                if (area.size() >= SMALLEST_AREA) {
                    things.add(recognise(area));
                }
            }
        }
        return new Found(Colour.nearest(Colour.BACKGROUNDS, background), things);
    }

    private List<Integer> area(int start, boolean[] seen) {
        List<Integer> area = new ArrayList<>();
        ArrayDeque<Integer> open = new ArrayDeque<>(List.of(start));
        seen[start] = true;
        while (!open.isEmpty()) {
            int pixel = open.pop();
            area.add(pixel);
            for (int neighbour : neighbours(pixel)) {
                if (foreground[neighbour] && !seen[neighbour]) {
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
        boolean[] member = new boolean[foreground.length];
        area.forEach(pixel -> member[pixel] = true);
        List<Integer> core = area.stream()
                .filter(pixel -> neighbours(pixel).length == 8
                        && Arrays.stream(neighbours(pixel)).allMatch(n -> member[n]))
                .toList();
        double[] colour = median(core.size() >= 5 ? core : area);
        float[] coverage = coverage(area, colour);
        double total = 0;
        for (float c : coverage) {
            total += c;
        }
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
                        best = new Thing(
                                sprite.shape(), sprite.size(), Colour.nearest(Colour.OBJECTS, colour), x, y, overlap);
                    }
                }
            }
        }
        return best;
    }

    /** How far each pixel of the area, widened by one, lies on the way from background to the object's colour. */
    private float[] coverage(List<Integer> area, double[] colour) {
        boolean[] wide = new boolean[foreground.length];
        for (int pixel : area) {
            wide[pixel] = true;
            for (int neighbour : neighbours(pixel)) {
                wide[neighbour] = true;
            }
        }
        double length = 0;
        for (int c = 0; c < 3; c++) {
            length += Math.pow(colour[c] - background[c], 2);
        }
        float[] coverage = new float[foreground.length];
        for (int i = 0; i < coverage.length; i++) {
            double along = 0;
            for (int c = 0; wide[i] && c < 3; c++) {
                along += (value(i, c) - background[c]) * (colour[c] - background[c]);
            }
            coverage[i] = (float) Math.clamp(along / length, 0, 1);
        }
        return coverage;
    }

    private static double overlap(float[] coverage, double total, Sprite sprite, int centreX, int centreY) {
        double shared = 0;
        for (int i = 0; i < sprite.coverage().length; i++) {
            int x = centreX - Sprite.REACH + i % Sprite.SIDE;
            int y = centreY - Sprite.REACH + i / Sprite.SIDE;
            if (x >= 0 && x < SIDE && y >= 0 && y < SIDE) {
                shared += Math.min(sprite.coverage()[i], coverage[y * SIDE + x]);
            }
        }
        return shared / (sprite.area() + total - shared);
    }

    private double[] median(List<Integer> pixels) {
        double[] medians = new double[3];
        for (int c = 0; c < 3; c++) {
            int channel = c;
            int[] sorted = pixels.stream()
                    .mapToInt(pixel -> value(pixel, channel))
                    .sorted()
                    .toArray();
            int middle = sorted.length / 2;
            medians[c] = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
        }
        return medians;
    }

    private int value(int pixel, int channel) {
        return rgb[3 * pixel + channel] & 0xff;
    }
}
