// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.prompt;

import static io.github.deepgen4j.shapeworld.scene.Choices.pick;
import static io.github.deepgen4j.shapeworld.scene.Choices.without;

import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Layout;
import io.github.deepgen4j.shapeworld.scene.Relation;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.Shape;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Requirement;
import io.github.deepgen4j.shapeworld.task.Requirement.Wanted;
import io.github.deepgen4j.shapeworld.task.Task;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws tasks of {@link Category#REASON}. Their plans say the answer, not the riddle. */
final class Puzzles {
    private Puzzles() {}

    static Task draw(RandomGenerator random) {
        return switch (random.nextInt(5)) {
            case 0 -> shape(random);
            case 1 -> colour(random);
            case 2, 3 -> arithmetic(random);
            default -> opposite(random);
        };
    }

    /** {@code a red shape with three sides} */
    private static Task shape(RandomGenerator random) {
        Shape shape = pick(List.of(Shape.values()), random);
        Colour colour = pick(Colour.OBJECTS, random);
        String prompt = Phrases.article(colour.word() + " " + pick(Knowledge.of(shape), random));
        return one(prompt, new Wanted(shape, colour, null), random);
    }

    /** {@code a round shape in the colour of grass}, {@code a star in the colour of grass} */
    private static Task colour(RandomGenerator random) {
        Shape shape = pick(List.of(Shape.values()), random);
        Colour colour = pick(Colour.OBJECTS, random);
        String what = random.nextBoolean() ? shape.word() : pick(Knowledge.of(shape), random);
        String prompt = Phrases.article(what) + " in the colour of " + pick(Knowledge.of(colour), random);
        return one(prompt, new Wanted(shape, colour, null), random);
    }

    private static Task one(String prompt, Wanted wanted, RandomGenerator random) {
        int x = pick(Layout.CENTRE, random);
        int y = pick(Layout.CENTRE, random);
        return PromptGenerator.task(
                Category.REASON,
                prompt,
                "one " + Phrases.words(wanted),
                new Scene(Colour.GRAY, List.of(Layout.medium(wanted.shape(), wanted.colour(), x, y))),
                PromptGenerator.alike(1, wanted));
    }

    /** {@code two plus one red circles}, {@code four minus two red circles}; numbers and result are 1 to 4 */
    private static Task arithmetic(RandomGenerator random) {
        boolean plus = random.nextBoolean();
        int larger = 2 + random.nextInt(3);
        int part = 1 + random.nextInt(larger - 1);
        int count = plus ? larger : larger - part;
        String sum = plus
                ? Phrases.NUMBERS.get(larger - part - 1) + " plus " + Phrases.NUMBERS.get(part - 1)
                : Phrases.NUMBERS.get(larger - 1) + " minus " + Phrases.NUMBERS.get(part - 1);
        Shape shape = pick(List.of(Shape.values()), random);
        Colour colour = pick(Colour.OBJECTS, random);
        return PromptGenerator.task(
                Category.REASON,
                sum + " " + colour.word() + " " + shape.plural(),
                Phrases.several(count, colour, shape),
                new Scene(Colour.GRAY, Layout.alike(count, shape, colour, random)),
                PromptGenerator.alike(count, new Wanted(shape, colour, null)));
    }

    /** {@code a red star at the opposite of left of a blue circle} */
    private static Task opposite(RandomGenerator random) {
        Shape first = pick(List.of(Shape.values()), random);
        Shape second = pick(without(List.of(Shape.values()), first), random);
        Wanted a = new Wanted(first, pick(Colour.OBJECTS, random), null);
        Wanted b = new Wanted(second, pick(without(Colour.OBJECTS, a.colour()), random), null);
        Relation said = pick(List.of(Relation.values()), random);
        Relation meant = said.opposite();
        return PromptGenerator.task(
                Category.REASON,
                Phrases.article(Phrases.words(a)) + " at the opposite of " + said.words() + " "
                        + Phrases.article(Phrases.words(b)),
                PromptGenerator.plan(a, " " + meant.words() + " ", b),
                new Scene(Colour.GRAY, Layout.pair(first, a.colour(), second, b.colour(), meant, random)),
                new Requirement(List.of(a, b), null, meant));
    }
}
