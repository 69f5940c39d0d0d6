// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import io.github.deepgen4j.evaluation.task.Reply.Seen;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The detections that count, by class, the surest first. Of equally sure ones the later in the detector's list comes
 * first; the script's own order of these is not defined (an unstable sort, reversed).
 */
final class KeptObjects {
    /** The usual bound of overlaps, which no share exceeds: nothing is suppressed. */
    static final double NO_SUPPRESSION = 1;

    private static final double THRESHOLD = 0.3;
    private static final double COUNTING_THRESHOLD = 0.9;
    private static final int MOST = 16;

    private final Map<String, List<Seen>> byClass;

    private KeptObjects(Map<String, List<Seen>> byClass) {
        this.byClass = byClass;
    }

    /** The score that detections of an item must exceed: higher where they are counted. */
    static double threshold(Tag tag) {
        return tag == Tag.COUNTING ? COUNTING_THRESHOLD : THRESHOLD;
    }

    static KeptObjects of(List<Seen> seen, Tag tag) {
        return of(seen, tag, NO_SUPPRESSION);
    }

    /** @param maxOverlap detections that overlap a surer one of their class by this share or more are left out */
    static KeptObjects of(List<Seen> seen, Tag tag, double maxOverlap) {
        float threshold = (float) threshold(tag);
        Map<String, List<Seen>> all = new LinkedHashMap<>();
        for (Seen object : seen) {
            if (object.score() > threshold) {
                all.computeIfAbsent(object.label(), _ -> new ArrayList<>()).add(object);
            }
        }
        all.replaceAll((_, objects) -> kept(objects, maxOverlap));
        return new KeptObjects(all);
    }

    private static List<Seen> kept(List<Seen> objects, double maxOverlap) {
        List<Seen> sorted = new ArrayList<>(objects);
        Collections.reverse(sorted);
        sorted.sort(Comparator.comparing(Seen::score).reversed());
        List<Seen> kept = new ArrayList<>();
        for (Seen object : sorted.subList(0, Math.min(MOST, sorted.size()))) {
            if (maxOverlap == NO_SUPPRESSION
                    || kept.stream().noneMatch(surer -> overlap(surer, object) >= maxOverlap)) {
                kept.add(object);
            }
        }
        return kept;
    }

    /** The common area of two boxes over that of both together; the last row and column belong to a box. */
    static double overlap(Seen one, Seen other) {
        double common = area(
                Math.max(one.left(), other.left()),
                Math.max(one.top(), other.top()),
                Math.min(one.right(), other.right()),
                Math.min(one.bottom(), other.bottom()));
        double both = area(one.left(), one.top(), one.right(), one.bottom())
                + area(other.left(), other.top(), other.right(), other.bottom())
                - common;
        return both == 0 ? 0 : common / both;
    }

    private static double area(double left, double top, double right, double bottom) {
        return Math.max(right - left + 1, 0) * Math.max(bottom - top + 1, 0);
    }

    /** Those of a class; none if it was not seen. */
    List<Seen> of(String label) {
        return byClass.getOrDefault(label, List.of());
    }

    Map<String, List<Seen>> byClass() {
        return byClass;
    }
}
