// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.shapeworld;

import io.github.deepgen4j.evaluation.shapeworld.Requirement.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/**
 * Draws tasks. Centres lie on a grid of 16 pixels, so that an object fills one token of the nano model's transformer; all
 * randomness comes from the generator given, and {@link #random(long)} is the same on every machine.
 */
public final class TaskGenerator {
    static final List<String> NUMBERS = List.of("one", "two", "three", "four");

    private static final int[] GRID = {8, 24, 40, 56};
    private static final int[] CENTRE = {24, 40};

    private TaskGenerator() {}

    /** The generator that seeds of this project mean. */
    public static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** A task of a category on one side of the split. */
    public static Task draw(Category category, Split split, RandomGenerator random) {
        while (true) {
            Task task = draw(category, random);
            if (split.holds(task)) {
                return task;
            }
        }
    }

    /**
     * A scene without a prompt, for auto-encoders: every cell of the grid holds any object with a probability that is drawn
     * first, so that there is much to see in one picture.
     */
    public static Scene denseScene(RandomGenerator random) {
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

    private static Task draw(Category category, RandomGenerator random) {
        return switch (category) {
            case SINGLE, COLOUR, BACKGROUND -> one(category, random);
            case TWO, POSITION, ATTRIBUTES -> pair(category, random);
            case COUNT -> several(random);
        };
    }

    private static Task one(Category category, RandomGenerator random) {
        Shape shape = pick(List.of(Shape.values()), random);
        Colour colour = pick(Colour.OBJECTS, random);
        Colour background = category == Category.BACKGROUND ? pick(without(Colour.BACKGROUNDS, colour), random) : null;
        ObjectSize named = category == Category.COLOUR && random.nextInt(3) > 0
                ? random.nextBoolean() ? ObjectSize.SMALL : ObjectSize.LARGE
                : null;
        Wanted wanted = new Wanted(shape, category == Category.SINGLE ? null : colour, named);
        String words = words(wanted);
        SceneObject object = new SceneObject(
                shape, colour, named == null ? ObjectSize.MEDIUM : named, pick(CENTRE, random), pick(CENTRE, random));
        boolean backed = background != null;
        return new Task(
                category,
                article(words) + (backed ? " on " + article(background.word() + " background") : ""),
                "one " + words + (backed ? " on " + background.word() : ""),
                new Scene(backed ? background : Colour.GRAY, List.of(object)),
                new Requirement(List.of(wanted), background, null));
    }

    private static Task pair(Category category, RandomGenerator random) {
        Shape first = pick(List.of(Shape.values()), random);
        boolean sameShape = category == Category.ATTRIBUTES && random.nextInt(10) < 3;
        Shape second = sameShape ? first : pick(without(List.of(Shape.values()), first), random);
        Colour firstColour = pick(Colour.OBJECTS, random);
        Colour secondColour = pick(without(Colour.OBJECTS, firstColour), random);
        boolean coloured = category == Category.ATTRIBUTES || category == Category.POSITION && random.nextInt(10) < 7;
        Wanted a = new Wanted(first, coloured ? firstColour : null, null);
        Wanted b = new Wanted(second, coloured ? secondColour : null, null);
        Relation relation = pick(List.of(Relation.values()), random);
        boolean placed = category == Category.POSITION;
        String between = placed ? " " + relation.words() + " " : " and ";
        return new Task(
                category,
                article(words(a)) + between + article(words(b)),
                "one " + words(a) + between + "one " + words(b),
                new Scene(Colour.GRAY, place(first, firstColour, second, secondColour, relation, random)),
                new Requirement(List.of(a, b), null, placed ? relation : null));
    }

    /** Both objects on one of the two middle lines, at its ends. */
    private static List<SceneObject> place(
            Shape first,
            Colour firstColour,
            Shape second,
            Colour secondColour,
            Relation relation,
            RandomGenerator random) {
        int line = pick(CENTRE, random);
        int firstAt = relation.firstComesFirst() ? GRID[0] : GRID[3];
        int secondAt = GRID[0] + GRID[3] - firstAt;
        return relation.horizontal()
                ? List.of(medium(first, firstColour, firstAt, line), medium(second, secondColour, secondAt, line))
                : List.of(medium(first, firstColour, line, firstAt), medium(second, secondColour, line, secondAt));
    }

    private static Task several(RandomGenerator random) {
        int count = 1 + random.nextInt(4);
        Shape shape = pick(List.of(Shape.values()), random);
        Colour colour = pick(Colour.OBJECTS, random);
        List<SceneObject> objects = new ArrayList<>();
        while (objects.size() < count) {
            SceneObject object = medium(shape, colour, pick(GRID, random), pick(GRID, random));
            if (objects.stream().noneMatch(other -> other.x() == object.x() && other.y() == object.y())) {
                objects.add(object);
            }
        }
        String text = NUMBERS.get(count - 1) + " " + colour.word() + " " + (count == 1 ? shape.word() : shape.plural());
        List<Wanted> wanted = Stream.generate(() -> new Wanted(shape, colour, null))
                .limit(count)
                .toList();
        return new Task(
                Category.COUNT, text, text, new Scene(Colour.GRAY, objects), new Requirement(wanted, null, null));
    }

    private static SceneObject medium(Shape shape, Colour colour, int x, int y) {
        return new SceneObject(shape, colour, ObjectSize.MEDIUM, x, y);
    }

    /** {@code small red star} */
    private static String words(Wanted wanted) {
        return (wanted.size() == null ? "" : wanted.size().word() + " ")
                + (wanted.colour() == null ? "" : wanted.colour().word() + " ")
                + wanted.shape().word();
    }

    private static String article(String words) {
        return ("aeiou".indexOf(words.charAt(0)) >= 0 ? "an " : "a ") + words;
    }

    private static <T> List<T> without(List<T> values, T one) {
        return values.stream().filter(value -> !value.equals(one)).toList();
    }

    private static <T> T pick(List<T> values, RandomGenerator random) {
        return values.get(random.nextInt(values.size()));
    }

    private static int pick(int[] values, RandomGenerator random) {
        return values[random.nextInt(values.length)];
    }
}
