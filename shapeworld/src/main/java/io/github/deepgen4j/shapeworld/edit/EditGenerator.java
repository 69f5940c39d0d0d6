// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.edit;

import static io.github.deepgen4j.shapeworld.scene.Choices.pick;
import static io.github.deepgen4j.shapeworld.scene.Choices.without;
import static io.github.deepgen4j.shapeworld.scene.Layout.GRID;
import static io.github.deepgen4j.shapeworld.task.Example.NONE;

import io.github.deepgen4j.shapeworld.prompt.Captions;
import io.github.deepgen4j.shapeworld.prompt.Phrases;
import io.github.deepgen4j.shapeworld.prompt.Slots;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Layout;
import io.github.deepgen4j.shapeworld.scene.Lettering;
import io.github.deepgen4j.shapeworld.scene.Relation;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.SceneObject;
import io.github.deepgen4j.shapeworld.scene.Shape;
import io.github.deepgen4j.shapeworld.task.Edit;
import io.github.deepgen4j.shapeworld.task.EditTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Draws edits: an instruction in words, the scene it is about and the scene it asks for. */
public final class EditGenerator {
    private EditGenerator() {}

    /** The next edit of a kind that a generator gives. */
    public static EditTask draw(Edit edit, RandomGenerator random) {
        while (true) {
            Optional<EditTask> task = attempt(edit, random);
            if (task.isPresent()) {
                return task.get();
            }
        }
    }

    /** Empty when the scene drawn does not allow the edit. */
    private static Optional<EditTask> attempt(Edit edit, RandomGenerator random) {
        return switch (edit) {
            case RECOLOUR -> Optional.of(recolour(random));
            case REMOVE -> Optional.of(remove(random));
            case ADD -> add(random);
            case MOVE -> move(random);
            case REPLACE -> Optional.of(replace(random));
            case BACKGROUND -> Optional.of(background(random));
            case TEXT -> text(random);
            case REASON -> Optional.of(PuzzlingEdits.draw(random));
        };
    }

    /** {@code make the [red] star blue}, {@code change the colour of the star to blue} */
    private static EditTask recolour(RandomGenerator random) {
        Scene before = References.draw(1, 3, random);
        SceneObject object = pick(before.objects(), random);
        Colour colour = References.newColour(before, object, random);
        boolean make = random.nextBoolean();
        Named named = make ? Named.draw(object, random) : Named.byShape(object);
        String prompt = (make ? "make %s %s" : "change the colour of %s to %s").formatted(named.words(), colour.word());
        List<String> slots = named.slots("paint", NONE, colour.word(), NONE);
        return changed(Edit.RECOLOUR, prompt, slots, before, object, object.withColour(colour));
    }

    /** {@code remove the star}, {@code delete the red star} */
    private static EditTask remove(RandomGenerator random) {
        Scene before = References.draw(2, 3, random);
        SceneObject object = pick(before.objects(), random);
        String verb = random.nextBoolean() ? "remove " : "delete ";
        Named named = Named.draw(object, random);
        return task(Edit.REMOVE, verb + named.words(), named.removal(), before, before.without(object));
    }

    /** {@code add a red star left of the circle}: in the next cell on that side, when it is free */
    private static Optional<EditTask> add(RandomGenerator random) {
        Scene before = References.draw(1, 2, random);
        SceneObject anchor = pick(before.objects(), random);
        Relation relation = pick(List.of(Relation.values()), random);
        SceneObject added = beside(
                anchor,
                relation,
                References.newShape(before, random),
                pick(without(without(Colour.OBJECTS, before.background()), anchor.colour()), random));
        if (!References.free(before, added.x(), added.y())) {
            return Optional.empty();
        }
        Scene scene = before.with(added);
        String prompt = "add %s %s %s the %s"
                .formatted(
                        Phrases.article(added.colour().word()),
                        added.shape().word(),
                        relation.words(),
                        anchor.shape().word());
        return Optional.of(new EditTask(
                Edit.ADD,
                prompt,
                Captions.of(scene),
                new Named("", added.colour(), added.shape())
                        .slots("add", side(relation), NONE, anchor.shape().word()),
                before,
                scene,
                Optional.of(new EditTask.Added(added, relation, anchor))));
    }

    /** A new object in the next cell on a side of another, which may lie outside the image. */
    static SceneObject beside(SceneObject anchor, Relation relation, Shape shape, Colour colour) {
        int step = (GRID.get(1) - GRID.getFirst()) * (relation.firstComesFirst() ? -1 : 1);
        return Layout.medium(
                shape,
                colour,
                anchor.x() + (relation.horizontal() ? step : 0),
                anchor.y() + (relation.horizontal() ? 0 : step));
    }

    /**
     * {@code move the star to the left}: to the cell at the border on the same line, when that is another one and free
     */
    private static Optional<EditTask> move(RandomGenerator random) {
        Scene before = References.draw(1, 3, random);
        SceneObject object = pick(before.objects(), random);
        Relation side = pick(List.of(Relation.values()), random);
        int border = side.firstComesFirst() ? GRID.getFirst() : GRID.getLast();
        int x = side.horizontal() ? border : object.x();
        int y = side.horizontal() ? object.y() : border;
        if (!References.free(before, x, y)) {
            return Optional.empty();
        }
        String word = switch (side) {
            case LEFT_OF -> "left";
            case RIGHT_OF -> "right";
            case ABOVE -> "top";
            case BELOW -> "bottom";
        };
        SceneObject moved = object.at(x, y);
        Named named = Named.draw(object, random);
        String prompt = "move %s to the %s".formatted(named.words(), word);
        return Optional.of(
                changed(Edit.MOVE, prompt, named.slots("move", side(side), NONE, NONE), before, object, moved));
    }

    /** {@code replace the star with a circle}, {@code turn the star into a circle} */
    private static EditTask replace(RandomGenerator random) {
        Scene before = References.draw(1, 3, random);
        SceneObject object = pick(before.objects(), random);
        Shape shape = References.newShape(before, random);
        String form = random.nextBoolean() ? "replace %s with %s" : "turn %s into %s";
        Named named = Named.draw(object, random);
        String prompt = form.formatted(named.words(), Phrases.article(shape.word()));
        return changed(Edit.REPLACE, prompt, named.replacement(shape), before, object, object.withShape(shape));
    }

    /** {@code change the background to pink}, {@code make the background pink} */
    private static EditTask background(RandomGenerator random) {
        Scene before = References.draw(1, 3, random);
        List<Colour> possible = without(Colour.BACKGROUNDS, before.background()).stream()
                .filter(colour -> before.objects().stream().noneMatch(object -> object.colour() == colour))
                .toList();
        Colour colour = pick(possible, random);
        String prompt = (random.nextBoolean() ? "change the background to " : "make the background ") + colour.word();
        List<String> slots = List.of("background", NONE, NONE, NONE, NONE, NONE, NONE, colour.word());
        return task(Edit.BACKGROUND, prompt, slots, before, new Scene(colour, before.objects()));
    }

    /** {@code change the text to "K9"}, {@code write "K9" instead} */
    private static Optional<EditTask> text(RandomGenerator random) {
        Colour ground = pick(Colour.BACKGROUNDS, random);
        Colour ink = pick(without(Colour.OBJECTS, ground), random);
        Lettering old = new Lettering(Lettering.randomText(random), ink);
        Lettering wanted = new Lettering(Lettering.randomText(random), ink);
        String prompt =
                (random.nextBoolean() ? "change the text to \"%s\"" : "write \"%s\" instead").formatted(wanted.text());
        List<String> slots = new ArrayList<>(List.of("write", NONE, NONE, "text"));
        slots.addAll(Slots.letters(wanted));
        return old.equals(wanted)
                ? Optional.empty()
                : Optional.of(task(Edit.TEXT, prompt, slots, new Scene(ground, old), new Scene(ground, wanted)));
    }

    static EditTask changed(
            Edit edit, String prompt, List<String> slots, Scene before, SceneObject old, SceneObject wanted) {
        return task(edit, prompt, slots, before, before.with(wanted, old));
    }

    static EditTask task(Edit edit, String prompt, List<String> slots, Scene before, Scene scene) {
        return new EditTask(edit, prompt, Captions.of(scene), slots, before, scene, Optional.empty());
    }

    /** {@code left}, {@code right}, {@code above}, {@code below} */
    private static String side(Relation relation) {
        return relation.words().split(" ")[0];
    }
}
