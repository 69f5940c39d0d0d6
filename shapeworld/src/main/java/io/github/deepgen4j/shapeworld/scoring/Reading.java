// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Font;
import io.github.deepgen4j.shapeworld.scene.Lettering;
import io.github.deepgen4j.shapeworld.scene.Scene;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The characters in the places of a line of letters (spec/shapeworld.md section 5, step 5).
 *
 * @param text one character a place, {@code ?} where none is recognised
 * @param colour of the ink; null without ink
 * @param stray ink outside the places, in pixels
 */
record Reading(Colour background, String text, Colour colour, double stray) {
    private static final double RECOGNISED = 0.5;
    private static final double MOST_STRAY = 12;
    private static final int SHIFT = 1;

    /** Reads an image where {@code wanted} would stand. */
    static Reading of(Image image, Lettering wanted) {
        Foreground foreground = new Foreground(image);
        List<Integer> ink = strong(foreground);
        if (ink.isEmpty()) {
            return new Reading(foreground.background(), "?".repeat(wanted.text().length()), null, 0);
        }
        double[] colour = foreground.median(ink);
        double[] coverage = new double[Scene.SIDE * Scene.SIDE];
        double stray = 0;
        for (int i = 0; i < coverage.length; i++) {
            coverage[i] = foreground.coverage(i, colour);
            // An area of foreground is ink whatever its colour; faint noise of the background is none.
            stray += foreground.contains(i) ? Math.max(coverage[i], 0.5) : 0;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < wanted.text().length(); i++) {
            int left = wanted.left(i);
            text.append(character(coverage, left, wanted.top()));
            for (int pixel : place(left, wanted.top())) {
                stray -= foreground.contains(pixel) ? Math.max(coverage[pixel], 0.5) : 0;
            }
        }
        return new Reading(
                foreground.background(), text.toString(), Colour.nearest(Colour.OBJECTS, colour), Math.max(stray, 0));
    }

    boolean clean() {
        return stray < MOST_STRAY;
    }

    /** Foreground pixels at least three quarters as far from the background as the ninth decile of them. */
    private static List<Integer> strong(Foreground foreground) {
        List<Integer> pixels = new ArrayList<>();
        for (int i = 0; i < Scene.SIDE * Scene.SIDE; i++) {
            if (foreground.contains(i)) {
                pixels.add(i);
            }
        }
        if (pixels.isEmpty()) {
            return pixels;
        }
        pixels.sort(Comparator.comparingDouble(foreground::distance));
        double high = foreground.distance(pixels.get(pixels.size() * 9 / 10));
        return pixels.stream()
                .filter(pixel -> foreground.distance(pixel) >= 0.75 * high)
                .toList();
    }

    private static char character(double[] coverage, int left, int top) {
        double total = 0;
        for (int pixel : place(left, top)) {
            total += coverage[pixel];
        }
        char best = '?';
        double bestOverlap = RECOGNISED;
        for (char character : Font.CHARACTERS.toCharArray()) {
            for (int shift = 0; shift < 9; shift++) {
                double overlap = overlap(coverage, total, character, left + shift % 3 - SHIFT, top + shift / 3 - SHIFT);
                if (overlap > bestOverlap) {
                    best = character;
                    bestOverlap = overlap;
                }
            }
        }
        return best;
    }

    /** Soft intersection over union of a place's ink with a character. */
    private static double overlap(double[] coverage, double total, char character, int left, int top) {
        double shared = 0;
        int area = 0;
        for (int y = 0; y < Font.HEIGHT; y++) {
            for (int x = 0; x < Font.WIDTH; x++) {
                if (Font.inks(character, x, y)) {
                    area++;
                    shared += coverage[(top + y) * Scene.SIDE + left + x];
                }
            }
        }
        return shared / (area + total - shared);
    }

    /** A letter's field with the pixels around it that a shift may reach. */
    private static int[] place(int left, int top) {
        int width = Font.WIDTH + 2 * SHIFT;
        int[] pixels = new int[width * (Font.HEIGHT + 2 * SHIFT)];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (top - SHIFT + i / width) * Scene.SIDE + left - SHIFT + i % width;
        }
        return pixels;
    }
}
