// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.prompt;

import static io.github.deepgen4j.shapeworld.scene.Choices.pick;
import static io.github.deepgen4j.shapeworld.scene.Choices.without;

import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Layout;
import io.github.deepgen4j.shapeworld.scene.Lettering;
import io.github.deepgen4j.shapeworld.scene.ObjectSize;
import io.github.deepgen4j.shapeworld.scene.Relation;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.SceneObject;
import io.github.deepgen4j.shapeworld.scene.Shape;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Requirement;
import io.github.deepgen4j.shapeworld.task.Requirement.Wanted;
import io.github.deepgen4j.shapeworld.task.Task;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws text-to-image tasks: a prompt in words, its plan, and a scene that satisfies it. */
public final class PromptGenerator {
    private PromptGenerator() {}

    /** The next task of a category that a generator gives. */
    public static Task draw(Category category, RandomGenerator random) {
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
                shape,
                colour,
                named == null ? ObjectSize.MEDIUM : named,
                pick(Layout.CENTRE, random),
                pick(Layout.CENTRE, random));
        boolean backed = background != null;
        return task(
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
        return task(
                category,
                Phrases.article(Phrases.words(a)) + between + Phrases.article(Phrases.words(b)),
                plan(a, between, b),
                new Scene(Colour.GRAY, Layout.pair(first, firstColour, second, secondColour, relation, random)),
                new Requirement(List.of(a, b), null, placed ? relation : null));
    }

    private static Task several(RandomGenerator random) {
        int count = 1 + random.nextInt(4);
        Shape shape = pick(List.of(Shape.values()), random);
        Colour colour = pick(Colour.OBJECTS, random);
        List<SceneObject> objects = Layout.alike(count, shape, colour, random);
        String text = Phrases.several(count, colour, shape);
        return task(
                Category.COUNT,
                text,
                text,
                new Scene(Colour.GRAY, objects),
                alike(count, new Wanted(shape, colour, null)));
    }

    static Requirement alike(int count, Wanted wanted) {
        return new Requirement(Collections.nCopies(count, wanted), null, null);
    }

    private static Task letters(RandomGenerator random) {
        Lettering lettering = new Lettering(Lettering.randomText(random), pick(Colour.OBJECTS, random));
        String colour = lettering.colour().word();
        return task(
                Category.TEXT,
                random.nextBoolean()
                        ? "the text \"%s\" in %s".formatted(lettering.text(), colour)
                        : "%s letters \"%s\"".formatted(colour, lettering.text()),
                "%s text \"%s\"".formatted(colour, lettering.text()),
                new Scene(Colour.GRAY, lettering),
                new Requirement(lettering));
    }

    /** {@code one red star left of one blue circle} */
    static String plan(Wanted first, String between, Wanted second) {
        return "one " + Phrases.words(first) + between + "one " + Phrases.words(second);
    }

    static Task task(Category category, String prompt, String plan, Scene scene, Requirement requirement) {
        return new Task(category, prompt, plan, Slots.of(requirement), scene, requirement);
    }
}
