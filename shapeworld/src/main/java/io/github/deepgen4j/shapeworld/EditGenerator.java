// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld;

import static io.github.deepgen4j.shapeworld.Example.NONE;
import static io.github.deepgen4j.shapeworld.TaskGenerator.GRID;
import static io.github.deepgen4j.shapeworld.TaskGenerator.pick;
import static io.github.deepgen4j.shapeworld.TaskGenerator.without;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Draws edits. References show one to three objects of different shapes and colours in cells of the grid, or letters,
 * on any background, so that a shape or a colour names one object.
 */
public final class EditGenerator {
    private static final List<ObjectSize> SIZES =
            List.of(ObjectSize.SMALL, ObjectSize.MEDIUM, ObjectSize.MEDIUM, ObjectSize.LARGE);

    private EditGenerator() {}

    /** An edit of a kind on one side of the split. */
    public static EditTask draw(Edit edit, Split split, RandomGenerator random) {
        split.check(edit);
        while (true) {
            Optional<EditTask> task = attempt(edit, random);
            if (task.isPresent() && split.holds(task.get())) {
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
            case REASON ->
                Optional.of(
                        switch (random.nextInt(3)) {
                            case 0 -> puzzlingRecolour(random);
                            case 1 -> puzzlingRemove(random);
                            default -> puzzlingReplace(random);
                        });
        };
    }

    /** {@code make the [red] star blue}, {@code change the colour of the star to blue} */
    private static EditTask recolour(RandomGenerator random) {
        Scene before = scene(1, 3, random);
        SceneObject object = pick(before.objects(), random);
        Colour colour = newColour(before, object, random);
        boolean make = random.nextBoolean();
        Named named = make ? named(object, random) : byShape(object);
        String prompt = (make ? "make %s %s" : "change the colour of %s to %s").formatted(named.words(), colour.word());
        List<String> slots = named.slots("paint", NONE, colour.word(), NONE);
        return changed(Edit.RECOLOUR, prompt, slots, before, object, coloured(object, colour));
    }

    /** {@code remove the star}, {@code delete the red star} */
    private static EditTask remove(RandomGenerator random) {
        Scene before = scene(2, 3, random);
        SceneObject object = pick(before.objects(), random);
        String verb = random.nextBoolean() ? "remove " : "delete ";
        Named named = named(object, random);
        return of(Edit.REMOVE, verb + named.words(), removal(named), before, removed(before, object));
    }

    /** {@code add a red star left of the circle}: in the next cell on that side, when it is free */
    private static Optional<EditTask> add(RandomGenerator random) {
        Scene before = scene(1, 2, random);
        SceneObject anchor = pick(before.objects(), random);
        Relation relation = pick(List.of(Relation.values()), random);
        int step = (GRID[1] - GRID[0]) * (relation.firstComesFirst() ? -1 : 1);
        SceneObject added = TaskGenerator.medium(
                newShape(before, random),
                pick(without(without(Colour.OBJECTS, before.background()), anchor.colour()), random),
                anchor.x() + (relation.horizontal() ? step : 0),
                anchor.y() + (relation.horizontal() ? 0 : step));
        if (!onGrid(added) || !free(before, added.x(), added.y())) {
            return Optional.empty();
        }
        List<SceneObject> objects = new ArrayList<>(before.objects());
        objects.add(added);
        Scene scene = new Scene(before.background(), objects);
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

    /**
     * {@code move the star to the left}: to the cell at the border on the same line, when that is another one and free
     */
    private static Optional<EditTask> move(RandomGenerator random) {
        Scene before = scene(1, 3, random);
        SceneObject object = pick(before.objects(), random);
        Relation side = pick(List.of(Relation.values()), random);
        int border = side.firstComesFirst() ? GRID[0] : GRID[GRID.length - 1];
        int x = side.horizontal() ? border : object.x();
        int y = side.horizontal() ? object.y() : border;
        if (!free(before, x, y)) {
            return Optional.empty();
        }
        String word = switch (side) {
            case LEFT_OF -> "left";
            case RIGHT_OF -> "right";
            case ABOVE -> "top";
            case BELOW -> "bottom";
        };
        SceneObject moved = new SceneObject(object.shape(), object.colour(), object.size(), x, y);
        Named named = named(object, random);
        String prompt = "move %s to the %s".formatted(named.words(), word);
        return Optional.of(
                changed(Edit.MOVE, prompt, named.slots("move", side(side), NONE, NONE), before, object, moved));
    }

    /** {@code replace the star with a circle}, {@code turn the star into a circle} */
    private static EditTask replace(RandomGenerator random) {
        Scene before = scene(1, 3, random);
        SceneObject object = pick(before.objects(), random);
        Shape shape = newShape(before, random);
        String form = random.nextBoolean() ? "replace %s with %s" : "turn %s into %s";
        Named named = named(object, random);
        String prompt = form.formatted(named.words(), Phrases.article(shape.word()));
        return changed(Edit.REPLACE, prompt, replacement(named, shape), before, object, shaped(object, shape));
    }

    /** {@code change the background to pink}, {@code make the background pink} */
    private static EditTask background(RandomGenerator random) {
        Scene before = scene(1, 3, random);
        List<Colour> possible = without(Colour.BACKGROUNDS, before.background()).stream()
                .filter(colour -> before.objects().stream().noneMatch(object -> object.colour() == colour))
                .toList();
        Colour colour = pick(possible, random);
        String prompt = (random.nextBoolean() ? "change the background to " : "make the background ") + colour.word();
        List<String> slots = List.of("background", NONE, NONE, NONE, NONE, NONE, NONE, colour.word());
        return of(Edit.BACKGROUND, prompt, slots, before, new Scene(colour, before.objects()));
    }

    /** {@code change the text to "K9"}, {@code write "K9" instead} */
    private static Optional<EditTask> text(RandomGenerator random) {
        Colour ground = pick(Colour.BACKGROUNDS, random);
        Colour ink = pick(without(Colour.OBJECTS, ground), random);
        Lettering old = new Lettering(TaskGenerator.text(random), ink);
        Lettering wanted = new Lettering(TaskGenerator.text(random), ink);
        String prompt =
                (random.nextBoolean() ? "change the text to \"%s\"" : "write \"%s\" instead").formatted(wanted.text());
        List<String> slots = new ArrayList<>(List.of("write", NONE, NONE, "text"));
        slots.addAll(wanted.slots());
        return old.equals(wanted)
                ? Optional.empty()
                : Optional.of(of(Edit.TEXT, prompt, slots, new Scene(ground, old), new Scene(ground, wanted)));
    }

    // ---- what must be worked out first ----

    /** {@code make the star the colour of the sky}, {@code make the round shape the colour of grass} */
    private static EditTask puzzlingRecolour(RandomGenerator random) {
        Scene before = scene(1, 3, random);
        SceneObject object = pick(before.objects(), random);
        Colour colour = newColour(before, object, random);
        String what = random.nextBoolean() ? object.shape().word() : pick(Knowledge.of(object.shape()), random);
        String prompt = "make the %s the colour of %s".formatted(what, pick(Knowledge.of(colour), random));
        List<String> slots = byShape(object).slots("paint", NONE, colour.word(), NONE);
        return changed(Edit.REASON, prompt, slots, before, object, coloured(object, colour));
    }

    /** {@code remove the shape with three sides}, {@code remove the shape in the colour of grass} */
    private static EditTask puzzlingRemove(RandomGenerator random) {
        Scene before = scene(2, 3, random);
        SceneObject object = pick(before.objects(), random);
        boolean byShape = random.nextBoolean();
        String what = byShape
                ? pick(Knowledge.of(object.shape()), random)
                : "shape in the colour of " + pick(Knowledge.of(object.colour()), random);
        List<String> slots = removal(byShape ? byShape(object) : new Named("", object.colour(), null));
        return of(Edit.REASON, "remove the " + what, slots, before, removed(before, object));
    }

    /** {@code replace the star with a shape with no corners} */
    private static EditTask puzzlingReplace(RandomGenerator random) {
        Scene before = scene(1, 3, random);
        SceneObject object = pick(before.objects(), random);
        Shape shape = newShape(before, random);
        String prompt = "replace the %s with a %s".formatted(object.shape().word(), pick(Knowledge.of(shape), random));
        List<String> slots = replacement(byShape(object), shape);
        return changed(Edit.REASON, prompt, slots, before, object, shaped(object, shape));
    }

    // ---- scenes ----

    private static Scene scene(int fewest, int most, RandomGenerator random) {
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

    private static EditTask changed(
            Edit edit, String prompt, List<String> slots, Scene before, SceneObject old, SceneObject wanted) {
        List<SceneObject> objects = new ArrayList<>(before.objects());
        objects.set(objects.indexOf(old), wanted);
        return of(edit, prompt, slots, before, new Scene(before.background(), objects));
    }

    private static EditTask of(Edit edit, String prompt, List<String> slots, Scene before, Scene scene) {
        return new EditTask(edit, prompt, Captions.of(scene), slots, before, scene, Optional.empty());
    }

    private static Scene removed(Scene scene, SceneObject object) {
        return new Scene(scene.background(), without(scene.objects(), object));
    }

    private static SceneObject coloured(SceneObject object, Colour colour) {
        return new SceneObject(object.shape(), colour, object.size(), object.x(), object.y());
    }

    private static SceneObject shaped(SceneObject object, Shape shape) {
        return new SceneObject(shape, object.colour(), object.size(), object.x(), object.y());
    }

    // ---- how an instruction names an object ----

    /** What an instruction says of an object; null where it says nothing. */
    private record Named(String words, Colour colour, Shape shape) {
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
    }

    /** {@code the star}, {@code the red star} */
    private static Named named(SceneObject object, RandomGenerator random) {
        boolean coloured = random.nextBoolean();
        return coloured
                ? new Named(
                        "the " + object.colour().word() + " " + object.shape().word(), object.colour(), object.shape())
                : byShape(object);
    }

    private static Named byShape(SceneObject object) {
        return new Named("the " + object.shape().word(), null, object.shape());
    }

    private static List<String> removal(Named named) {
        return named.slots("delete", NONE, NONE, NONE);
    }

    private static List<String> replacement(Named named, Shape shape) {
        return named.slots("change", NONE, NONE, shape.word());
    }

    /** {@code left}, {@code right}, {@code above}, {@code below} */
    private static String side(Relation relation) {
        return relation.words().split(" ")[0];
    }

    private static Colour newColour(Scene scene, SceneObject object, RandomGenerator random) {
        return pick(without(without(Colour.OBJECTS, scene.background()), object.colour()), random);
    }

    private static Shape newShape(Scene scene, RandomGenerator random) {
        List<Shape> shapes = new ArrayList<>(List.of(Shape.values()));
        scene.objects().forEach(object -> shapes.remove(object.shape()));
        return pick(shapes, random);
    }

    private static boolean onGrid(SceneObject object) {
        return Arrays.stream(GRID).anyMatch(at -> at == object.x())
                && Arrays.stream(GRID).anyMatch(at -> at == object.y());
    }

    private static boolean free(Scene scene, int x, int y) {
        return scene.objects().stream().noneMatch(object -> object.x() == x && object.y() == y);
    }
}
