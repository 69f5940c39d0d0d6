// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Lettering;
import io.github.deepgen4j.shapeworld.scoring.Found.Thing;
import io.github.deepgen4j.shapeworld.task.Requirement;
import io.github.deepgen4j.shapeworld.task.Requirement.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Scores images of 64x64 pixels against what was asked (spec/shapeworld.md section 5). */
public final class PromptScorer {
    private PromptScorer() {}

    /** @throws IllegalArgumentException if the image is not 64x64 */
    public static Score score(Image image, Requirement requirement) {
        return requirement.lettering() == null
                ? objects(image, requirement)
                : letters(image, requirement.lettering(), requirement.background());
    }

    private static Score letters(Image image, Lettering lettering, Colour background) {
        Reading reading = Reading.of(image, lettering);
        int length = lettering.text().length();
        long right = IntStream.range(0, length)
                .filter(i -> reading.text().charAt(i) == lettering.text().charAt(i))
                .count();
        boolean coloured = reading.colour() == lettering.colour();
        boolean onGround = reading.background() == (background == null ? Colour.GRAY : background);
        boolean clean = reading.clean() && reading.text().indexOf('?') < 0;
        return new Score(
                right == length && coloured && reading.clean() && (background == null || onGround),
                clean,
                (double) right / length,
                coloured ? 1 : 0,
                1,
                true,
                onGround);
    }

    private static Score objects(Image image, Requirement requirement) {
        Found found = Analyser.analyse(image);
        List<Wanted> wanted = requirement.objects();
        List<Thing> things = found.objects();
        boolean count = found.clean() && things.size() == wanted.size();
        Colour background = requirement.background() == null ? Colour.GRAY : requirement.background();
        boolean objects = count
                && someAssignment(things, wanted.size(), order -> fits(order, wanted) && placed(order, requirement));
        boolean place = requirement.relation() == null
                || count
                        && someAssignment(
                                things,
                                wanted.size(),
                                order -> sameShapes(order, wanted) && placed(order, requirement));
        return new Score(
                objects && (requirement.background() == null || found.background() == background),
                count,
                share(wanted, w -> things.stream().anyMatch(t -> t.shape() == w.shape())),
                share(
                        wanted.stream().filter(w -> w.colour() != null).toList(),
                        w -> things.stream().anyMatch(t -> t.colour() == w.colour())),
                share(
                        wanted.stream().filter(w -> w.size() != null).toList(),
                        w -> things.stream().anyMatch(t -> t.is(new Wanted(w.shape(), null, w.size())))),
                place,
                found.background() == background);
    }

    private static boolean fits(List<Thing> order, List<Wanted> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!order.get(i).is(wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameShapes(List<Thing> order, List<Wanted> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (order.get(i).shape() != wanted.get(i).shape()) {
                return false;
            }
        }
        return true;
    }

    private static boolean placed(List<Thing> order, Requirement requirement) {
        if (requirement.relation() == null) {
            return true;
        }
        Fit first = order.get(0).fit();
        Fit second = order.get(1).fit();
        return requirement.relation().holds(first.x(), first.y(), second.x(), second.y());
    }

    /** Tries all orders of at most seven objects. */
    static boolean someAssignment(List<Thing> things, int places, Predicate<List<Thing>> test) {
        return someAssignment(new ArrayList<>(), things, places, test);
    }

    private static boolean someAssignment(
            List<Thing> chosen, List<Thing> left, int places, Predicate<List<Thing>> test) {
        if (chosen.size() == places) {
            return test.test(chosen);
        }
        for (Thing thing : left) {
            List<Thing> next = new ArrayList<>(chosen);
            next.add(thing);
            if (someAssignment(
                    next, left.stream().filter(other -> other != thing).toList(), places, test)) {
                return true;
            }
        }
        return false;
    }

    private static double share(List<Wanted> wanted, Predicate<Wanted> test) {
        return wanted.isEmpty() ? 1 : (double) wanted.stream().filter(test).count() / wanted.size();
    }
}
