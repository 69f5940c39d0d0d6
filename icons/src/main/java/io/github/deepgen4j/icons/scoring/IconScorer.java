// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.scoring;

import io.github.deepgen4j.icons.scene.IconRenderer;
import io.github.deepgen4j.icons.scene.IconScene;
import io.github.deepgen4j.icons.scene.Placed;
import io.github.deepgen4j.icons.scene.Word;
import io.github.deepgen4j.icons.set.Catalogue;
import io.github.deepgen4j.icons.set.Icon;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Font;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Judges images of icons by their pixels alone, always with the same answer. Safe for several threads. */
public final class IconScorer {
    /** A drawing that fits less is none: blurred, broken, or another thing. */
    public static final double LEAST_FIT = 14;

    private static final double STRAY = 0.02;
    private static final int VISIBLE = 60;
    private static final double MARGIN = 0.03;
    private static final int LETTER_ROWS = 7;
    private static final int LETTER_COLUMNS = 5;

    private final IconRenderer renderer;
    private final NearestIcon nearest;

    /** Knows all drawings of a catalogue. */
    public IconScorer(Catalogue catalogue, IconRenderer renderer) {
        this.renderer = renderer;
        this.nearest = NearestIcon.among(catalogue.icons(), renderer);
    }

    /** Judges an image of the renderer's size for a prompt. */
    public IconScore score(Image image, IconScene wanted) {
        return score(image, wanted, true, Double.NaN);
    }

    /** Judges an image of the renderer's size for an edit. */
    public IconScore score(Image image, IconScene before, IconScene wanted) {
        byte[] from = renderer.render(before).rgb();
        byte[] to = renderer.render(wanted).rgb();
        byte[] shown = image.rgb();
        double toFrom = 0;
        double toWanted = 0;
        double error = 0;
        int same = 0;
        for (int i = 0; i < to.length; i += 3) {
            boolean changes = !Arrays.equals(from, i, i + 3, to, i, i + 3);
            double distance = square(shown, to, i);
            if (changes) {
                toFrom += square(shown, from, i);
                toWanted += distance;
            } else {
                error += distance;
                same++;
            }
        }
        double kept = 10 * Math.log10(255 * 255 / (error / Math.max(1, 3 * same) + 1e-3));
        return score(image, wanted, toWanted < toFrom, kept);
    }

    private static double square(byte[] a, byte[] b, int at) {
        double sum = 0;
        for (int c = 0; c < 3; c++) {
            double d = (a[at + c] & 0xFF) - (b[at + c] & 0xFF);
            sum += d * d;
        }
        return sum;
    }

    private IconScore score(Image image, IconScene wanted, boolean done, double kept) {
        if (!image.size().equals(renderer.size())) {
            throw new IllegalArgumentException("image expected of " + renderer.size() + ", found " + image.size());
        }
        int things = 0;
        int styles = 0;
        double fit = Double.MAX_VALUE;
        for (Placed placed : wanted.things()) {
            NearestIcon.Match match = nearest.at(placed, image, wanted.ground());
            boolean seen = match.decibels() >= LEAST_FIT;
            things += seen && match.icon().thing().equals(placed.icon().thing()) ? 1 : 0;
            styles += seen && same(match.icon(), placed.icon()) ? 1 : 0;
            fit = Math.min(fit, match.decibels());
        }
        int count = wanted.things().size();
        return new IconScore(
                (double) things / count,
                (double) styles / count,
                background(image) == wanted.ground(),
                wanted.word().map(word -> reads(image, word, wanted.ground())).orElse(true),
                stray(image, wanted) < STRAY,
                done,
                fit,
                kept);
    }

    private static boolean same(Icon found, Icon wanted) {
        return found.thing().equals(wanted.thing())
                && found.style().equals(wanted.style())
                && found.tone() == wanted.tone();
    }

    /** The palette's colour nearest to the median of the image's edge. */
    public static Colour background(Image image) {
        int side = image.width();
        byte[] rgb = image.rgb();
        int[] median = new int[3];
        for (int c = 0; c < 3; c++) {
            int[] values = new int[4 * side];
            for (int i = 0; i < side; i++) {
                values[4 * i] = rgb[3 * i + c] & 0xFF;
                values[4 * i + 1] = rgb[3 * ((side - 1) * side + i) + c] & 0xFF;
                values[4 * i + 2] = rgb[3 * i * side + c] & 0xFF;
                values[4 * i + 3] = rgb[3 * (i * side + side - 1) + c] & 0xFF;
            }
            Arrays.sort(values);
            median[c] = values[2 * side];
        }
        Colour best = Colour.WHITE;
        int least = Integer.MAX_VALUE;
        for (Colour colour : Colour.values()) {
            int distance = 0;
            for (int c = 0; c < 3; c++) {
                distance += (median[c] - colour.channel(c)) * (median[c] - colour.channel(c));
            }
            if (distance < least) {
                least = distance;
                best = colour;
            }
        }
        return best;
    }

    /** Share of the pixels outside of what is wanted that differ from the background. */
    private static double stray(Image image, IconScene wanted) {
        int side = image.width();
        byte[] rgb = image.rgb();
        int seen = 0;
        int outside = 0;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                if (belongs(wanted, (x + 0.5) / side, (y + 0.5) / side)) {
                    continue;
                }
                outside++;
                for (int c = 0; c < 3; c++) {
                    if (Math.abs((rgb[3 * (y * side + x) + c] & 0xFF)
                                    - wanted.ground().channel(c))
                            > VISIBLE) {
                        seen++;
                        break;
                    }
                }
            }
        }
        return outside == 0 ? 0 : (double) seen / outside;
    }

    private static boolean belongs(IconScene scene, double x, double y) {
        return scene.word().isPresent() && y > Word.TOP
                || scene.things().stream()
                        .anyMatch(placed -> Math.abs(x - placed.x()) <= placed.size() / 2 + MARGIN
                                && Math.abs(y - placed.y()) <= placed.size() / 2 + MARGIN);
    }

    /** True if the letters are there at one of the sizes at which they fit. */
    private static boolean reads(Image image, Word word, Colour ground) {
        return List.of(Word.SMALL, Word.LARGE).stream()
                .filter(size -> size == Word.SMALL || word.text().length() <= Word.LONGEST_LARGE)
                .map(size -> new Word(word.text(), size).grid(image.width()))
                .anyMatch(
                        grid -> read(image, grid, word.text().length(), ground).equals(Optional.of(word.text())));
    }

    /** The letters in a line; empty if one of them is no letter, or there are others beside them. */
    private static Optional<String> read(Image image, Word.Grid grid, int letters, Colour ground) {
        StringBuilder text = new StringBuilder();
        for (int i = -1; i <= letters; i++) {
            double[] ink = new double[LETTER_ROWS * LETTER_COLUMNS];
            for (int cell = 0; cell < ink.length; cell++) {
                ink[cell] = ink(
                        image,
                        grid.left() + (i * (LETTER_COLUMNS + 1) + cell % LETTER_COLUMNS) * grid.dot(),
                        grid.top() + cell / LETTER_COLUMNS * grid.dot(),
                        grid.dot(),
                        ground);
            }
            boolean beside = i < 0 || i == letters;
            if (beside && Arrays.stream(ink).average().orElse(0) > 0.1) {
                return Optional.empty();
            }
            if (!beside) {
                text.append(letter(ink));
            }
        }
        return text.indexOf("?") < 0 ? Optional.of(text.toString()) : Optional.empty();
    }

    /** Mean share of ink in a square, 0..1; none beyond the edges. */
    private static double ink(Image image, int left, int top, int size, Colour ground) {
        Colour ink = Word.ink(ground);
        byte[] rgb = image.rgb();
        double sum = 0;
        for (int y = top; y < top + size; y++) {
            for (int x = left; x < left + size; x++) {
                if (x < 0 || y < 0 || x >= image.width() || y >= image.height()) {
                    continue;
                }
                double along = 0;
                double length = 0;
                for (int c = 0; c < 3; c++) {
                    double d = ink.channel(c) - ground.channel(c);
                    along += d * ((rgb[3 * (y * image.width() + x) + c] & 0xFF) - ground.channel(c));
                    length += d * d;
                }
                sum += Math.clamp(along / length, 0, 1);
            }
        }
        return sum / (size * size);
    }

    private static char letter(double[] ink) {
        char best = '?';
        double least = 0.2; // of the cells wrong: blurred, or no letter
        for (char letter : Font.CHARACTERS.toCharArray()) {
            double wrong = 0;
            for (int cell = 0; cell < ink.length; cell++) {
                boolean inked = Font.inks(letter, 2 * (cell % LETTER_COLUMNS), 2 * (cell / LETTER_COLUMNS));
                wrong += Math.abs(ink[cell] - (inked ? 1 : 0));
            }
            if (wrong / ink.length < least) {
                least = wrong / ink.length;
                best = letter;
            }
        }
        return best;
    }
}
