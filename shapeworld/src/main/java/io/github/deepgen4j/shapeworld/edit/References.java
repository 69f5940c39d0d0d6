// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.edit;

import static io.github.deepgen4j.shapeworld.scene.Choices.pick;
import static io.github.deepgen4j.shapeworld.scene.Choices.without;
import static io.github.deepgen4j.shapeworld.scene.Layout.GRID;

import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.ObjectSize;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.SceneObject;
import io.github.deepgen4j.shapeworld.scene.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Scenes to edit: one to three objects of different shapes and colours in cells of the grid on any background, so that
 * a shape or a colour names one object.
 */
final class References {
    private static final List<ObjectSize> SIZES =
            List.of(ObjectSize.SMALL, ObjectSize.MEDIUM, ObjectSize.MEDIUM, ObjectSize.LARGE);

    private References() {}

    static Scene draw(int fewest, int most, RandomGenerator random) {
        Colour background = pick(Colour.BACKGROUNDS, random);
        int count = fewest + random.nextInt(most - fewest + 1);
        List<Shape> shapes = new ArrayList<>(List.of(Shape.values()));
        List<Colour> colours = new ArrayList<>(without(Colour.OBJECTS, background));
        List<SceneObject> objects = new ArrayList<>();
        while (objects.size() < count) {
            int x = pick(GRID, random);
            int y = pick(GRID, random);
            if (objects.stream().noneMatch(object -> object.x() == x && object.y() == y)) {
                Shape shape = shapes.remove(random.nextInt(shapes.size()));
                Colour colour = colours.remove(random.nextInt(colours.size()));
                objects.add(new SceneObject(shape, colour, pick(SIZES, random), x, y));
            }
        }
        return new Scene(background, objects);
    }

    /** A colour that neither the background nor the object has. */
    static Colour newColour(Scene scene, SceneObject object, RandomGenerator random) {
        return pick(without(without(Colour.OBJECTS, scene.background()), object.colour()), random);
    }

    /** A shape that no object has. */
    static Shape newShape(Scene scene, RandomGenerator random) {
        List<Shape> shapes = new ArrayList<>(List.of(Shape.values()));
        scene.objects().forEach(object -> shapes.remove(object.shape()));
        return pick(shapes, random);
    }

    /** True for the centre of a cell of the grid in which no object stands. */
    static boolean free(Scene scene, int x, int y) {
        return GRID.contains(x)
                && GRID.contains(y)
                && scene.objects().stream().noneMatch(object -> object.x() == x && object.y() == y);
    }
}
