// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.scoring;

import io.github.deepgen4j.icons.scene.IconRenderer;
import io.github.deepgen4j.icons.scene.Placed;
import io.github.deepgen4j.icons.set.Icon;
import io.github.deepgen4j.icons.set.IconException;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scene.Colour;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells which drawing stands at a place of an image: the one whose rendering has the least squared difference there, in
 * a neighbourhood of a few pixels. Knows no more than pixels, so that it can check what a learned judge says. Holds
 * 9 KiB a drawing. Safe for several threads.
 */
public final class NearestIcon {
    /** Cells of a side of what is compared. */
    private static final int SIDE = 24;

    private static final int STEPS = 2;
    private static final double STEP = 1.0 / 48; // of the drawing's side

    private final List<Candidate> candidates;

    /** @param rgba (SIDE * SIDE * 4), colours 0..255 multiplied by alpha, and alpha 0..1 */
    private record Candidate(Icon icon, float[] rgba) {
        double difference(float[] patch, Colour ground, double atMost) {
            double sum = 0;
            for (int i = 0; i < SIDE * SIDE; i++) {
                float clear = 1 - rgba[4 * i + 3];
                for (int c = 0; c < 3; c++) {
                    float d = patch[3 * i + c] - rgba[4 * i + c] - clear * ground.channel(c);
                    sum += d * d;
                }
                if (sum > atMost) {
                    break;
                }
            }
            return sum;
        }
    }

    /**
     * A drawing and how well it fits.
     *
     * @param decibels peak signal-to-noise ratio of image and rendering, averaged to 24 x 24
     */
    public record Match(Icon icon, double decibels) {}

    private NearestIcon(List<Candidate> candidates) {
        this.candidates = candidates;
    }

    /** Those of the drawings that can be rendered. */
    public static NearestIcon among(List<Icon> icons, IconRenderer renderer) {
        List<Candidate> candidates = new ArrayList<>();
        for (Icon icon : icons) {
            try {
                candidates.add(new Candidate(icon, renderer.rgba(icon, SIDE)));
            } catch (IconException e) {
                // no sample shows it either
            }
        }
        return new NearestIcon(List.copyOf(candidates));
    }

    /**
     * The nearest drawing where one is expected.
     *
     * @param expected its place, size and direction; its icon does not matter
     */
    public Match at(Placed expected, Image image, Colour ground) {
        Placed.Box box = expected.box(image.width());
        Icon best = null;
        double least = Double.MAX_VALUE;
        for (int dy = -STEPS; dy <= STEPS; dy++) {
            for (int dx = -STEPS; dx <= STEPS; dx++) {
                float[] patch = new Patch(
                                box.left() + dx * STEP * box.size(),
                                box.top() + dy * STEP * box.size(),
                                box.size(),
                                expected.mirrored())
                        .of(image, SIDE, ground);
                for (Candidate candidate : candidates) {
                    double difference = candidate.difference(patch, ground, least);
                    if (difference < least) {
                        least = difference;
                        best = candidate.icon();
                    }
                }
            }
        }
        double mean = least / (3.0 * SIDE * SIDE);
        return new Match(best, 10 * Math.log10(255 * 255 / (mean + 1e-3)));
    }
}
