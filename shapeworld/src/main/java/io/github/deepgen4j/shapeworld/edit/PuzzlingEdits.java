// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.edit;

import static io.github.deepgen4j.shapeworld.scene.Choices.pick;
import static io.github.deepgen4j.shapeworld.task.Example.NONE;

import io.github.deepgen4j.shapeworld.prompt.Knowledge;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.SceneObject;
import io.github.deepgen4j.shapeworld.scene.Shape;
import io.github.deepgen4j.shapeworld.task.Edit;
import io.github.deepgen4j.shapeworld.task.EditTask;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws edits of {@link Edit#REASON}, whose object or wish must be worked out first. */
final class PuzzlingEdits {
    private PuzzlingEdits() {}

    static EditTask draw(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> recolour(random);
            case 1 -> remove(random);
            default -> replace(random);
        };
    }

    /** {@code make the star the colour of the sky}, {@code make the round shape the colour of grass} */
    private static EditTask recolour(RandomGenerator random) {
        Scene before = References.draw(1, 3, random);
        SceneObject object = pick(before.objects(), random);
        Colour colour = References.newColour(before, object, random);
        String what = random.nextBoolean() ? object.shape().word() : pick(Knowledge.of(object.shape()), random);
        String prompt = "make the %s the colour of %s".formatted(what, pick(Knowledge.of(colour), random));
        List<String> slots = Named.byShape(object).slots("paint", NONE, colour.word(), NONE);
        return EditGenerator.changed(Edit.REASON, prompt, slots, before, object, object.withColour(colour));
    }

    /** {@code remove the shape with three sides}, {@code remove the shape in the colour of grass} */
    private static EditTask remove(RandomGenerator random) {
        Scene before = References.draw(2, 3, random);
        SceneObject object = pick(before.objects(), random);
        boolean byShape = random.nextBoolean();
        String what = byShape
                ? pick(Knowledge.of(object.shape()), random)
                : "shape in the colour of " + pick(Knowledge.of(object.colour()), random);
        List<String> slots = (byShape ? Named.byShape(object) : new Named("", object.colour(), null)).removal();
        return EditGenerator.task(Edit.REASON, "remove the " + what, slots, before, before.without(object));
    }

    /** {@code replace the star with a shape with no corners} */
    private static EditTask replace(RandomGenerator random) {
        Scene before = References.draw(1, 3, random);
        SceneObject object = pick(before.objects(), random);
        Shape shape = References.newShape(before, random);
        String prompt = "replace the %s with a %s".formatted(object.shape().word(), pick(Knowledge.of(shape), random));
        List<String> slots = Named.byShape(object).replacement(shape);
        return EditGenerator.changed(Edit.REASON, prompt, slots, before, object, object.withShape(shape));
    }
}
