// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scene;

import static io.github.deepgen4j.shapeworld.scene.Choices.pick;
import static io.github.deepgen4j.shapeworld.scene.Choices.without;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Places of objects: centres lie on a grid of 16 pixels, so that an object fills one token of the nano's transformer.
 */
public final class Layout {
    /** Centres on either axis, in pixels. */
    public static final List<Integer> GRID = List.of(8, 24, 40, 56);
    /** The two in the middle. */
    public static final List<Integer> CENTRE = List.of(24, 40);

    private static final int FIRST = GRID.getFirst();
    private static final int LAST = GRID.getLast();

    private Layout() {}

    /** An object of the size that no prompt names. */
    public static SceneObject medium(Shape shape, Colour colour, int x, int y) {
        return new SceneObject(shape, colour, ObjectSize.MEDIUM, x, y);
    }

    /** Two objects on one of the two middle lines, at its ends. */
    public static List<SceneObject> pair(
            Shape first,
            Colour firstColour,
            Shape second,
            Colour secondColour,
            Relation relation,
            RandomGenerator random) {
        int line = pick(CENTRE, random);
        int firstAt = relation.firstComesFirst() ? FIRST : LAST;
        int secondAt = FIRST + LAST - firstAt;
        return relation.horizontal()
                ? List.of(medium(first, firstColour, firstAt, line), medium(second, secondColour, secondAt, line))
                : List.of(medium(first, firstColour, line, firstAt), medium(second, secondColour, line, secondAt));
    }

    /**
     * Equal objects: one near the middle, two on a line, three or four in the corners, the third between the lower
     * ones.
     */
    public static List<SceneObject> alike(int count, Shape shape, Colour colour, RandomGenerator random) {
        int line = pick(CENTRE, random);
        int[][] places = switch (count) {
            case 1 -> new int[][] {{pick(CENTRE, random), line}};
            case 2 -> new int[][] {{FIRST, line}, {LAST, line}};
            case 3 -> new int[][] {{FIRST, FIRST}, {LAST, FIRST}, {line, LAST}};
            case 4 -> new int[][] {{FIRST, FIRST}, {LAST, FIRST}, {FIRST, LAST}, {LAST, LAST}};
            default -> throw new IllegalArgumentException("count expected 1 to 4, found " + count);
        };
        return Arrays.stream(places)
                .map(place -> medium(shape, colour, place[0], place[1]))
                .toList();
    }

    /**
     * A scene without a prompt, for auto-encoders: every cell of the grid holds any object with a probability that is
     * drawn first, so that there is much to see in one image.
     */
    public static Scene dense(RandomGenerator random) {
        Colour background = pick(Colour.BACKGROUNDS, random);
        double fullness = random.nextDouble() * 0.9;
        List<SceneObject> objects = new ArrayList<>();
        for (int y : GRID) {
            for (int x : GRID) {
                if (random.nextDouble() < fullness) {
                    Shape shape = pick(List.of(Shape.values()), random);
                    Colour colour = pick(without(Colour.OBJECTS, background), random);
                    objects.add(new SceneObject(shape, colour, pick(List.of(ObjectSize.values()), random), x, y));
                }
            }
        }
        return new Scene(background, objects);
    }
}
