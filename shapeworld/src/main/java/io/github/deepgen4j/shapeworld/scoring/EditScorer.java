// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scene.Renderer;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.SceneObject;
import io.github.deepgen4j.shapeworld.scoring.Found.Thing;
import io.github.deepgen4j.shapeworld.task.Change;
import io.github.deepgen4j.shapeworld.task.Requirement;
import io.github.deepgen4j.shapeworld.task.Requirement.Wanted;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * Scores results of edits, 64x64 pixels, against the scene that was asked for (spec/shapeworld.md section 5, step 6).
 */
public final class EditScorer {
    /** The distance in pixels that an object's centre may lie from its right place. */
    private static final double NEAR = 3;
    /** The distance around changed pixels in which others may change, too. */
    private static final int MARGIN = 3;

    private EditScorer() {}

    /** @throws IllegalArgumentException if the image is not 64x64 */
    public static EditScore score(Image image, Change change) {
        return change.scene().lettering().isPresent() ? letters(image, change) : objects(image, change);
    }

    private static EditScore letters(Image image, Change change) {
        Scene wanted = change.scene();
        Score score = PromptScorer.score(
                image,
                new Requirement(
                        List.of(), wanted.background(), null, wanted.lettering().orElseThrow()));
        return new EditScore(
                score.strict(),
                score.count(),
                score.shapes(),
                score.colours(),
                1,
                1,
                score.background(),
                preservation(image, change));
    }

    private static EditScore objects(Image image, Change change) {
        Found found = Analyser.analyse(image);
        List<Thing> things = found.objects();
        List<SceneObject> wanted = change.scene().objects();
        boolean count = found.clean() && things.size() == wanted.size();
        boolean background = found.background() == change.scene().background();
        boolean strict =
                count && background && PromptScorer.someAssignment(things, wanted.size(), order -> fits(order, change));
        return new EditScore(
                strict,
                count,
                share(wanted, object -> things.stream().anyMatch(thing -> thing.shape() == object.shape())),
                share(wanted, object -> things.stream().anyMatch(thing -> thing.colour() == object.colour())),
                share(
                        wanted,
                        object -> things.stream()
                                .anyMatch(thing ->
                                        thing.shape() == object.shape() && placed(thing.fit(), object, change))),
                share(
                        wanted,
                        object -> things.stream()
                                .anyMatch(thing -> thing.shape() == object.shape() && sized(thing, object, change))),
                background,
                preservation(image, change));
    }

    private static boolean fits(List<Thing> order, Change change) {
        List<SceneObject> wanted = change.scene().objects();
        for (int i = 0; i < wanted.size(); i++) {
            SceneObject object = wanted.get(i);
            boolean same = order.get(i).is(new Wanted(object.shape(), object.colour(), null))
                    && sized(order.get(i), object, change);
            if (!same || !placed(order.get(i).fit(), object, change)) {
                return false;
            }
        }
        return true;
    }

    /** No instruction names the size of what is added; everything else keeps its own. */
    private static boolean sized(Thing thing, SceneObject object, Change change) {
        return isAdded(object, change) || thing.exactly(object.size());
    }

    private static boolean isAdded(SceneObject object, Change change) {
        return change.added().isPresent() && change.added().get().object().equals(object);
    }

    private static boolean placed(Fit thing, SceneObject object, Change change) {
        if (isAdded(object, change)) {
            SceneObject anchor = change.added().get().anchor();
            return change.added().get().relation().holds(thing.x(), thing.y(), anchor.x(), anchor.y());
        }
        return Math.hypot(thing.x() - object.x(), thing.y() - object.y()) <= NEAR;
    }

    private static double share(List<SceneObject> wanted, Predicate<SceneObject> test) {
        return (double) wanted.stream().filter(test).count() / wanted.size();
    }

    // ---- what should stay ----

    private static OptionalDouble preservation(Image image, Change change) {
        byte[] wanted = change.target().rgb();
        byte[] made = image.rgb();
        boolean[] free = nearChange(Renderer.render(change.before()).rgb(), wanted);
        double error = 0;
        int values = 0;
        for (int i = 0; i < wanted.length; i++) {
            if (!free[i / 3]) {
                error += Math.pow((made[i] & 0xff) - (wanted[i] & 0xff), 2);
                values++;
            }
        }
        if (values == 0) {
            return OptionalDouble.empty();
        }
        double ratio = 10 * Math.log10(255.0 * 255.0 * values / error);
        return OptionalDouble.of(Math.min(ratio, EditScore.PERFECT));
    }

    private static boolean[] nearChange(byte[] before, byte[] wanted) {
        boolean[] near = new boolean[before.length / 3];
        for (int i = 0; i < before.length; i++) {
            if (before[i] != wanted[i]) {
                mark(near, i / 3 % Scene.SIDE, i / 3 / Scene.SIDE);
            }
        }
        return near;
    }

    private static void mark(boolean[] pixels, int centreX, int centreY) {
        for (int y = Math.max(0, centreY - MARGIN); y <= Math.min(Scene.SIDE - 1, centreY + MARGIN); y++) {
            for (int x = Math.max(0, centreX - MARGIN); x <= Math.min(Scene.SIDE - 1, centreX + MARGIN); x++) {
                pixels[y * Scene.SIDE + x] = true;
            }
        }
    }
}
