// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.detect;

import io.github.deepgen4j.evaluation.engine.Box;
import io.github.deepgen4j.evaluation.engine.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Keeps one of several boxes around the same object: the best, unless it overlaps one that is kept too much. */
final class Suppression {
    private Suppression() {}

    /**
     * The objects of one class that are kept, best first.
     *
     * @param most intersection over union that two kept boxes may have
     */
    static List<Detection> of(List<Detection> objects, double most) {
        List<Detection> kept = new ArrayList<>();
        objects.stream()
                .sorted(Comparator.comparing(Detection::score).reversed())
                .filter(object -> kept.stream().allMatch(better -> overlap(better.box(), object.box()) <= most))
                .forEach(kept::add);
        return kept;
    }

    private static double overlap(Box a, Box b) {
        double width = Math.min(a.right(), b.right()) - Math.max(a.left(), b.left());
        double height = Math.min(a.bottom(), b.bottom()) - Math.max(a.top(), b.top());
        double shared = Math.max(0, width) * Math.max(0, height);
        double all = (double) a.width() * a.height() + (double) b.width() * b.height() - shared;
        return all > 0 ? shared / all : 0;
    }
}
