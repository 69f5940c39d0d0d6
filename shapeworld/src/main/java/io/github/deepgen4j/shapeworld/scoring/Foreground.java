// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scene.Scene;
import java.util.BitSet;

/**
 * An image of 64x64 pixels taken apart: the background is the median of the border, two pixels wide; the foreground
 * lies far from it (spec/shapeworld.md section 5, step 1). Pixels are numbered row by row.
 */
final class Foreground {
    private static final int SIDE = Scene.SIDE;
    private static final double DISTANCE = 45;
    /** Specks: areas of so many pixels count, of fewer only pixels so far from the background. */
    private static final int SPECK = 4;

    private static final double STRIKING = 70;

    private final byte[] rgb;
    private final double[] background;
    private final BitSet pixels = new BitSet();

    /** @throws IllegalArgumentException if the image is not 64x64 */
    Foreground(Image image) {
        if (image.width() != SIDE || image.height() != SIDE) {
            throw new IllegalArgumentException("ShapeWorld scores images of %dx%d, found %dx%d"
                    .formatted(SIDE, SIDE, image.width(), image.height()));
        }
        this.rgb = image.rgb();
        BitSet border = new BitSet();
        for (int i = 0; i < SIDE * SIDE; i++) {
            if (Math.min(Math.min(i % SIDE, i / SIDE), Math.min(SIDE - 1 - i % SIDE, SIDE - 1 - i / SIDE)) < 2) {
                border.set(i);
            }
        }
        this.background = median(border);
        for (int i = 0; i < SIDE * SIDE; i++) {
            pixels.set(i, distance(i) > DISTANCE);
        }
    }

    /** All pixels of the foreground. */
    BitSet pixels() {
        return (BitSet) pixels.clone();
    }

    double[] background() {
        return background;
    }

    double[] point(int pixel) {
        return new double[] {value(pixel, 0), value(pixel, 1), value(pixel, 2)};
    }

    /** The distance of a pixel's colour from the background's, in RGB space. */
    double distance(int pixel) {
        double distance = 0;
        for (int c = 0; c < 3; c++) {
            double difference = value(pixel, c) - background[c];
            distance += difference * difference;
        }
        return Math.sqrt(distance);
    }

    /** The place of a pixel on the way from the background to a colour, 0..1 (step 3). */
    double coverage(int pixel, double[] colour) {
        double along = 0;
        double length = 0;
        for (int c = 0; c < 3; c++) {
            along += (value(pixel, c) - background[c]) * (colour[c] - background[c]);
            length += Math.pow(colour[c] - background[c], 2);
        }
        return Math.clamp(along / length, 0, 1);
    }

    /** True for a blend of the background and a colour. */
    boolean blends(int pixel, double[] colour) {
        double along = coverage(pixel, colour);
        double beside = 0;
        for (int c = 0; c < 3; c++) {
            beside += Math.pow(value(pixel, c) - background[c] - along * (colour[c] - background[c]), 2);
        }
        return Math.sqrt(beside) <= DISTANCE;
    }

    double[] median(BitSet of) {
        double[] medians = new double[3];
        for (int c = 0; c < 3; c++) {
            int channel = c;
            int[] sorted =
                    of.stream().map(pixel -> value(pixel, channel)).sorted().toArray();
            int middle = sorted.length / 2;
            medians[c] = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
        }
        return medians;
    }

    /** True if some of the pixels, which belong to nothing, would be seen: a speck, or several striking pixels. */
    boolean speckled(BitSet stray) {
        int striking = 0;
        for (BitSet area : Areas.connected(stray)) {
            if (area.cardinality() >= SPECK) {
                return true;
            }
            striking += (int)
                    area.stream().filter(pixel -> distance(pixel) > STRIKING).count();
        }
        return striking >= SPECK;
    }

    private int value(int pixel, int channel) {
        return rgb[3 * pixel + channel] & 0xff;
    }
}
