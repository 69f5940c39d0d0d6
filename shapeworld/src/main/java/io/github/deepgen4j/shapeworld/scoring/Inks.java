// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import io.github.deepgen4j.shapeworld.scene.Colour;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The colours of a connected area, and which pixel has which: objects that touch have two (spec/shapeworld.md section
 * 5, step 2). A pixel on the way from one ink to another or to the background is no ink of its own.
 */
final class Inks {
    private static final int MOST = 5;
    private static final int FEWEST_PIXELS = 4;
    private static final int FEWEST_CORE = 5;
    /** The distance that a pixel may lie beside a straight line between two colours that are blended. */
    private static final double BESIDE = 45;

    private final Foreground foreground;
    private final List<double[]> inks = new ArrayList<>();

    Inks(Foreground foreground, BitSet area) {
        this.foreground = foreground;
        BitSet core = Areas.core(area);
        BitSet rest = core.cardinality() >= FEWEST_CORE ? core : area;
        while (!rest.isEmpty() && inks.size() < MOST) {
            inks.add(foreground.median(mostFrequent(rest)));
            BitSet unexplained = new BitSet();
            area.stream().filter(pixel -> ink(pixel) < 0).forEach(unexplained::set);
            rest = new BitSet();
            for (BitSet part : Areas.connected(unexplained)) {
                if (part.cardinality() >= FEWEST_PIXELS) {
                    rest.or(part);
                }
            }
        }
    }

    private BitSet mostFrequent(BitSet pixels) {
        // Of equal groups the first counts; the order of a HashMap would differ from run to run.
        Map<Colour, BitSet> byName = new LinkedHashMap<>();
        pixels.stream()
                .forEach(pixel -> byName.computeIfAbsent(Naming.of(foreground.point(pixel)), _ -> new BitSet())
                        .set(pixel));
        BitSet most = new BitSet();
        for (BitSet group : byName.values()) {
            if (group.cardinality() > most.cardinality()) {
                most = group;
            }
        }
        return most;
    }

    /** An area's pixels by ink, each set possibly in several parts. */
    List<BitSet> split(BitSet area) {
        List<BitSet> split = new ArrayList<>();
        inks.forEach(_ -> split.add(new BitSet()));
        area.stream().forEach(pixel -> split.get(Math.max(0, ink(pixel))).set(pixel));
        return split;
    }

    double[] colour(int ink) {
        return inks.get(ink);
    }

    /** The ink of a pixel, or -1. */
    private int ink(int pixel) {
        double[] point = foreground.point(pixel);
        double nearest = BESIDE;
        int found = -1;
        for (int i = 0; i < inks.size(); i++) {
            for (int j = -1; j < i; j++) {
                double[] from = j < 0 ? foreground.background() : inks.get(j);
                double along = along(point, from, inks.get(i));
                double beside = beside(point, from, inks.get(i), along);
                if (beside < nearest) {
                    nearest = beside;
                    found = j >= 0 && along < 0.5 ? j : i;
                }
            }
        }
        for (int i = 0; found < 0 && i < inks.size(); i++) {
            found = Naming.of(point) == Naming.of(inks.get(i)) ? i : -1;
        }
        return found;
    }

    private static double along(double[] point, double[] from, double[] to) {
        double along = 0;
        double length = 0;
        for (int c = 0; c < 3; c++) {
            along += (point[c] - from[c]) * (to[c] - from[c]);
            length += Math.pow(to[c] - from[c], 2);
        }
        return length == 0 ? 0 : Math.clamp(along / length, 0, 1);
    }

    private static double beside(double[] point, double[] from, double[] to, double along) {
        double distance = 0;
        for (int c = 0; c < 3; c++) {
            distance += Math.pow(point[c] - from[c] - along * (to[c] - from[c]), 2);
        }
        return Math.sqrt(distance);
    }
}
