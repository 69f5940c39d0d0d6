// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld;

import io.github.deepgen4j.shapeworld.Requirement.Wanted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;

/**
 * Draws tasks. Centres lie on a grid of 16 pixels, so that an object fills one token of the nano model's transformer;
 * all randomness comes from the generator given, and {@link #random(long)} is the same on every machine.
 */
public final class TaskGenerator {
    static final int[] GRID = {8, 24, 40, 56};

    static final int[] CENTRE = {24, 40};

    private TaskGenerator() {}

    /** The generator that seeds of this project mean. */
    public static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** A task of a category on one side of the split. */
    public static Task draw(Category category, Split split, RandomGenerator random) {
        split.check(category);
        while (true) {
            Task task = draw(category, random);
            if (split.holds(task)) {
                return task;
            }
        }
    }

    /**
     * A scene without a prompt, for auto-encoders: every cell of the grid holds any object with a probability that is
     * drawn first, so that there is much to see in one image.
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
            case TEXT -> letters(random);
            case REASON -> Puzzles.draw(random);
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
        String words = Phrases.words(wanted);
        SceneObject object = new SceneObject(
                shape, colour, named == null ? ObjectSize.MEDIUM : named, pick(CENTRE, random), pick(CENTRE, random));
        boolean backed = background != null;
        return new Task(
                category,
                Phrases.article(words) + (backed ? " on " + Phrases.article(background.word() + " background") : ""),
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
        boolean placed = category == Category.POSITION;
        // In reading order, so that an image depends as little as possible on what no prompt says.
        Relation relation = placed ? pick(List.of(Relation.values()), random) : Relation.LEFT_OF;
        String between = placed ? " " + relation.words() + " " : " and ";
        return new Task(
                category,
                Phrases.article(Phrases.words(a)) + between + Phrases.article(Phrases.words(b)),
                plan(a, between, b),
                new Scene(Colour.GRAY, place(first, firstColour, second, secondColour, relation, random)),
                new Requirement(List.of(a, b), null, placed ? relation : null));
    }

    /** Both objects on one of the two middle lines, at its ends. */
    static List<SceneObject> place(
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
        List<SceneObject> objects = arrange(count, shape, colour, random);
        String text = Phrases.several(count, colour, shape);
        return new Task(
                Category.COUNT,
                text,
                text,
                new Scene(Colour.GRAY, objects),
                alike(count, new Wanted(shape, colour, null)));
    }

    /**
     * Equal objects: one near the middle, two on a line, three or four in the corners, the third between the lower
     * ones.
     */
    static List<SceneObject> arrange(int count, Shape shape, Colour colour, RandomGenerator random) {
        int line = pick(CENTRE, random);
        int first = GRID[0];
        int last = GRID[GRID.length - 1];
        int[][] places = switch (count) {
            case 1 -> new int[][] {{pick(CENTRE, random), line}};
            case 2 -> new int[][] {{first, line}, {last, line}};
            case 3 -> new int[][] {{first, first}, {last, first}, {line, last}};
            case 4 -> new int[][] {{first, first}, {last, first}, {first, last}, {last, last}};
            default -> throw new IllegalArgumentException("count expected 1 to 4, found " + count);
        };
        return Arrays.stream(places)
                .map(place -> medium(shape, colour, place[0], place[1]))
                .toList();
    }

    static Requirement alike(int count, Wanted wanted) {
        return new Requirement(Collections.nCopies(count, wanted), null, null);
    }

    private static Task letters(RandomGenerator random) {
        Lettering lettering = new Lettering(text(random), pick(Colour.OBJECTS, random));
        String colour = lettering.colour().word();
        return new Task(
                Category.TEXT,
                random.nextBoolean()
                        ? "the text \"%s\" in %s".formatted(lettering.text(), colour)
                        : "%s letters \"%s\"".formatted(colour, lettering.text()),
                "%s text \"%s\"".formatted(colour, lettering.text()),
                new Scene(Colour.GRAY, lettering),
                new Requirement(lettering));
    }

    /** One to four random characters. */
    static String text(RandomGenerator random) {
        return random.ints(1 + random.nextInt(Lettering.LONGEST), 0, Font.CHARACTERS.length())
                .mapToObj(i -> Font.CHARACTERS.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    /** {@code one red star left of one blue circle} */
    static String plan(Wanted first, String between, Wanted second) {
        return "one " + Phrases.words(first) + between + "one " + Phrases.words(second);
    }

    static SceneObject medium(Shape shape, Colour colour, int x, int y) {
        return new SceneObject(shape, colour, ObjectSize.MEDIUM, x, y);
    }

    static <T> List<T> without(List<T> values, T one) {
        return values.stream().filter(value -> !value.equals(one)).toList();
    }

    static <T> T pick(List<T> values, RandomGenerator random) {
        return values.get(random.nextInt(values.size()));
    }

    static int pick(int[] values, RandomGenerator random) {
        return values[random.nextInt(values.length)];
    }
}
