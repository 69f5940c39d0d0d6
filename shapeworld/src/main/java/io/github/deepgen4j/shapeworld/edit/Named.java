// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.edit;

import static io.github.deepgen4j.shapeworld.task.Example.NONE;

import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.SceneObject;
import io.github.deepgen4j.shapeworld.scene.Shape;
import io.github.deepgen4j.shapeworld.task.EditTask;
import java.util.List;
import java.util.random.RandomGenerator;

/** An object as an instruction describes it; null where it says nothing. */
record Named(String words, Colour colour, Shape shape) {
    /** {@code the star}, {@code the red star} */
    static Named draw(SceneObject object, RandomGenerator random) {
        boolean coloured = random.nextBoolean();
        return coloured
                ? new Named(
                        "the " + object.colour().word() + " " + object.shape().word(), object.colour(), object.shape())
                : byShape(object);
    }

    static Named byShape(SceneObject object) {
        return new Named("the " + object.shape().word(), null, object.shape());
    }

    /** The slots of an instruction about this object; see {@link EditTask#slots()}. */
    List<String> slots(String action, String side, String wantedColour, String wantedShape) {
        return List.of(
                action,
                NONE,
                colour == null ? NONE : colour.word(),
                shape == null ? NONE : shape.word(),
                side,
                wantedColour,
                wantedShape,
                NONE);
    }

    List<String> removal() {
        return slots("delete", NONE, NONE, NONE);
    }

    List<String> replacement(Shape wanted) {
        return slots("change", NONE, NONE, wanted.word());
    }
}
