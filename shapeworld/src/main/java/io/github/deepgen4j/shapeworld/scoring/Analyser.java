// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scoring.Found.Thing;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Finds background and objects of an image (spec/shapeworld.md section 5, steps 1 to 3). An area of one colour is an
 * object; one of several colours is several objects, or one in several colours; one of a single colour that is no shape
 * may be objects that touch.
 */
final class Analyser {
    private static final int SIDE = Scene.SIDE;
    private static final int SMALLEST_AREA = 12;
    private static final int SMALLEST_CORE = 5;
    private static final int MOST_OBJECTS = 7;
    private static final int OUTLINE = 10;
    /** So many outlines are taken off to part objects that touch. */
    private static final int DEEPEST = 4;

    private final Foreground foreground;
    private final List<Thing> things = new ArrayList<>();
    private final BitSet stray = new BitSet();

    private Analyser(Foreground foreground) {
        this.foreground = foreground;
    }

    static Found analyse(Image image) {
        return new Analyser(new Foreground(image)).analyse();
    }

    private Found analyse() {
        for (BitSet area : Areas.connected(foreground.pixels())) {
            if (area.cardinality() < SMALLEST_AREA) {
                stray.or(area);
            } else if (things.size() < MOST_OBJECTS) {
                add(area);
            }
        }
        return new Found(Naming.of(foreground.background()), things, !foreground.speckled(stray));
    }

    private void add(BitSet area) {
        Inks inks = new Inks(foreground, area);
        List<BitSet> split = inks.split(area);
        List<Thing> parts = new ArrayList<>();
        BitSet small = new BitSet();
        for (int i = 0; i < split.size(); i++) {
            double[] ink = inks.colour(i);
            for (BitSet part : Areas.connected(split.get(i))) {
                if (part.cardinality() >= SMALLEST_AREA && parts.size() <= MOST_OBJECTS) {
                    parts.addAll(ofOneColour(part, Areas.without(area, part)));
                } else if (split.size() > 1 && part.cardinality() < SMALLEST_AREA) {
                    part.stream()
                            .filter(pixel -> foreground.coverage(pixel, ink) >= 0.5)
                            .forEach(small::set);
                }
            }
        }
        if (split.size() > 1 && !parts.stream().allMatch(Thing::recognised)) {
            Thing whole = colourful(area);
            if (whole.recognised()) {
                things.add(whole);
                return;
            }
        }
        things.addAll(parts.subList(0, Math.min(parts.size(), MOST_OBJECTS - things.size())));
        stray.or(small);
    }

    private List<Thing> ofOneColour(BitSet area, BitSet hidden) {
        Thing whole = plain(area, hidden);
        if (whole.recognised()) {
            return List.of(whole);
        }
        List<BitSet> touching = touching(area);
        if (touching.size() <= 1) {
            return List.of(whole);
        }
        List<Thing> parts = new ArrayList<>();
        for (BitSet part : touching) {
            Thing thing = plain(part, Areas.without(area, part));
            if (!thing.recognised()) {
                return List.of(whole); // noise has dozens of parts, and fitting each takes long
            }
            parts.add(thing);
        }
        return parts;
    }

    /** The parts of an area that stay when its outline is taken off a few times, grown again. */
    private static List<BitSet> touching(BitSet area) {
        BitSet core = area;
        List<BitSet> parts = List.of(area);
        for (int i = 0; i < DEEPEST && parts.size() == 1; i++) {
            core = Areas.core(core);
            parts = Areas.connected(core);
        }
        BitSet free = (BitSet) area.clone();
        parts.forEach(free::andNot);
        for (boolean grown = parts.size() > 1; grown; ) {
            grown = false;
            for (BitSet part : parts) {
                BitSet more = Areas.widened(part);
                more.and(free);
                part.or(more);
                free.andNot(more);
                grown |= !more.isEmpty();
            }
        }
        return parts;
    }

    private Thing plain(BitSet area, BitSet hidden) {
        BitSet core = Areas.core(area);
        double[] colour = foreground.median(core.cardinality() >= SMALLEST_CORE ? core : area);
        return thing(area, hidden, Naming.of(colour), pixel -> foreground.coverage(pixel, colour));
    }

    private Thing colourful(BitSet area) {
        double far = area.stream()
                .mapToDouble(foreground::distance)
                .sorted()
                .skip(area.cardinality() / 2)
                .findFirst()
                .orElseThrow();
        return thing(area, new BitSet(), null, pixel -> Math.min(1, foreground.distance(pixel) / far));
    }

    private static Thing thing(BitSet area, BitSet hidden, Colour colour, IntToDoubleFunction coverageOf) {
        BitSet wide = Areas.without(Areas.widened(area), hidden);
        float[] coverage = new float[SIDE * SIDE];
        wide.stream().forEach(pixel -> coverage[pixel] = (float) coverageOf.applyAsDouble(pixel));
        return new Thing(Fit.best(coverage, area, hidden), colour, edge(coverage, wide));
    }

    /** The {@link #OUTLINE}th steepest step between neighbouring pixels, so that single specks do not count. */
    private static double edge(float[] coverage, BitSet wide) {
        List<Double> steps = new ArrayList<>();
        for (int i = wide.nextSetBit(0); i >= 0; i = wide.nextSetBit(i + 1)) {
            if (i % SIDE > 0 && wide.get(i - 1)) {
                steps.add((double) Math.abs(coverage[i] - coverage[i - 1]));
            }
            if (i >= SIDE && wide.get(i - SIDE)) {
                steps.add((double) Math.abs(coverage[i] - coverage[i - SIDE]));
            }
        }
        steps.sort(Comparator.reverseOrder());
        return steps.size() < OUTLINE ? 0 : steps.get(OUTLINE - 1);
    }
}
