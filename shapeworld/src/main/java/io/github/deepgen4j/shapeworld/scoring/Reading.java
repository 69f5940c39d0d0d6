// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Font;
import io.github.deepgen4j.shapeworld.scene.Lettering;
import io.github.deepgen4j.shapeworld.scene.Scene;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * The characters in the places of a line of letters (spec/shapeworld.md section 5, step 5).
 *
 * @param background null if the palette has no name for it
 * @param text one character a place, {@code ?} where none is recognised
 * @param colour of the ink; null without ink, and when the letters differ or the palette has no name for it
 * @param clean nothing but letters
 */
record Reading(Colour background, String text, Colour colour, boolean clean) {
    private static final double RECOGNISED = 0.5;
    private static final int SHIFT = 1;
    private static final int DOT = 2;
    private static final int MOST_WRONG_DOTS = 2;
    private static final double DOUBT = 0.1;
    /** Coverage from which a pixel in a letter's place is ink that should not be there; less is a weak shadow. */
    private static final double FULL = 0.75;

    /** Reads an image where {@code wanted} would stand. */
    static Reading of(Image image, Lettering wanted) {
        Foreground foreground = new Foreground(image);
        StringBuilder text = new StringBuilder();
        List<Colour> colours = new ArrayList<>();
        BitSet stray = foreground.pixels();
        for (int i = 0; i < wanted.text().length(); i++) {
            BitSet place = place(wanted.left(i), wanted.top());
            List<Integer> ink = strong(foreground, place);
            if (ink.isEmpty()) {
                text.append('?');
                colours.add(null);
                continue;
            }
            BitSet pixels = new BitSet();
            ink.forEach(pixels::set);
            double[] colour = foreground.median(pixels);
            colours.add(Naming.of(colour));
            double[] coverage = new double[Scene.SIDE * Scene.SIDE];
            place.stream().forEach(pixel -> coverage[pixel] = foreground.coverage(pixel, colour));
            Letter letter = letter(coverage, wanted.left(i), wanted.top());
            text.append(letter.wrongDots(coverage) <= MOST_WRONG_DOTS ? letter.character : '?');
            BitSet near = Areas.widened(letter.pixels());
            place.stream()
                    .filter(pixel -> near.get(pixel) || coverage[pixel] < FULL && foreground.blends(pixel, colour))
                    .forEach(stray::clear);
        }
        boolean sameColour = colours.stream().distinct().count() == 1;
        return new Reading(
                Naming.of(foreground.background()),
                text.toString(),
                sameColour ? colours.getFirst() : null,
                !foreground.speckled(stray));
    }

    /** A place's foreground pixels at least three quarters as far from the background as their ninth decile. */
    private static List<Integer> strong(Foreground foreground, BitSet place) {
        BitSet inked = foreground.pixels();
        inked.and(place);
        List<Integer> pixels = inked.stream()
                .boxed()
                .sorted(Comparator.comparingDouble(foreground::distance))
                .toList();
        if (pixels.isEmpty()) {
            return pixels;
        }
        double high = foreground.distance(pixels.get(pixels.size() * 9 / 10));
        return pixels.stream()
                .filter(pixel -> foreground.distance(pixel) >= 0.75 * high)
                .toList();
    }

    /** The character that matches a place best, among shifts of a pixel. */
    private static Letter letter(double[] coverage, int left, int top) {
        double total = 0;
        for (double c : coverage) {
            total += c;
        }
        Letter best = new Letter('?', left, top, 0);
        for (char character : Font.CHARACTERS.toCharArray()) {
            for (int shift = 0; shift < 9; shift++) {
                int x = left + shift % 3 - SHIFT;
                int y = top + shift / 3 - SHIFT;
                double overlap = overlap(coverage, total, character, x, y);
                if (overlap > Math.max(RECOGNISED, best.overlap)) {
                    best = new Letter(character, x, y, overlap);
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
    private static BitSet place(int left, int top) {
        BitSet place = new BitSet();
        for (int y = top - SHIFT; y < top + Font.HEIGHT + SHIFT; y++) {
            place.set(y * Scene.SIDE + left - SHIFT, y * Scene.SIDE + left + Font.WIDTH + SHIFT);
        }
        return place;
    }

    private record Letter(char character, int left, int top, double overlap) {
        BitSet pixels() {
            BitSet pixels = new BitSet();
            for (int i = 0; overlap > 0 && i < Font.WIDTH * Font.HEIGHT; i++) {
                if (Font.inks(character, i % Font.WIDTH, i / Font.WIDTH)) {
                    pixels.set((top + i / Font.WIDTH) * Scene.SIDE + left + i % Font.WIDTH);
                }
            }
            return pixels;
        }

        /** Dots of the font that are clearly inked where they should not be, or clearly not where they should. */
        int wrongDots(double[] coverage) {
            int wrong = 0;
            for (int y = 0; overlap > 0 && y < Font.HEIGHT; y += DOT) {
                for (int x = 0; x < Font.WIDTH; x += DOT) {
                    int at = (top + y) * Scene.SIDE + left + x;
                    double ink = (coverage[at]
                                    + coverage[at + 1]
                                    + coverage[at + Scene.SIDE]
                                    + coverage[at + Scene.SIDE + 1])
                            / (DOT * DOT);
                    wrong += Font.inks(character, x, y) ? (ink < 0.5 - DOUBT ? 1 : 0) : (ink > 0.5 + DOUBT ? 1 : 0);
                }
            }
            return wrong;
        }
    }
}
