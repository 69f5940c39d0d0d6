// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.edit;

import io.github.deepgen4j.shapeworld.prompt.PromptReader;
import io.github.deepgen4j.shapeworld.scene.Layout;
import io.github.deepgen4j.shapeworld.scene.Lettering;
import io.github.deepgen4j.shapeworld.scene.Relation;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.SceneObject;
import io.github.deepgen4j.shapeworld.task.Change;
import io.github.deepgen4j.shapeworld.task.EditTask;
import io.github.deepgen4j.shapeworld.task.Requirement.Wanted;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The change that an instruction asks for, from its words and the scene before: all that {@link EditGenerator} writes
 * (spec/shapeworld.md section 3).
 */
public final class InstructionReader {
    private interface Reading {
        Optional<Change> of(MatchResult match, Scene before);
    }

    private record Form(Pattern pattern, Reading reading) {
        Form(String pattern, Reading reading) {
            this(Pattern.compile(pattern), reading);
        }

        Optional<Change> read(String instruction, Scene before) {
            Matcher match = pattern.matcher(instruction);
            return match.matches() ? reading.of(match, before) : Optional.empty();
        }
    }

    private static final List<Form> FORMS = List.of(
            new Form("(?:change the background to|make the background) (.+)", InstructionReader::background),
            new Form(
                    "(?:change the text to %1$s|write %1$s instead)".formatted(PromptReader.LETTERS),
                    InstructionReader::text),
            new Form("make (the .+) (the colour of .+)", InstructionReader::recolour),
            new Form("make (the .+) ([a-z]+)", InstructionReader::recolour),
            new Form("change the colour of (the .+) to (.+)", InstructionReader::recolour),
            new Form("(?:remove|delete) (the .+)", InstructionReader::remove),
            new Form("add (an? .+) (left of|right of|above|below) (the .+)", InstructionReader::add),
            new Form("move (the .+) to the (left|right|top|bottom)", InstructionReader::move),
            new Form("(?:replace|turn) (the .+) (?:with|into) (an? .+)", InstructionReader::replace));

    private InstructionReader() {}

    /** The change; empty if the instruction is none of ShapeWorld's, or names nothing that is there. */
    public static Optional<Change> read(String instruction, Scene before) {
        return FORMS.stream()
                .flatMap(form -> form.read(instruction.strip(), before).stream())
                .findFirst();
    }

    /** The one object that a phrase names. */
    private static Optional<SceneObject> named(String phrase, Scene scene) {
        Optional<Predicate<SceneObject>> fits = PromptReader.thing(phrase)
                .<Predicate<SceneObject>>map(wanted -> object -> fits(object, wanted))
                .or(() -> PromptReader.colourOf(phrase).map(colour -> object -> object.colour() == colour));
        List<SceneObject> found = fits.stream()
                .flatMap(test -> scene.objects().stream().filter(test))
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private static boolean fits(SceneObject object, Wanted wanted) {
        return object.shape() == wanted.shape()
                && (wanted.colour() == null || object.colour() == wanted.colour())
                && (wanted.size() == null || object.size() == wanted.size());
    }

    private static Optional<Change> background(MatchResult match, Scene before) {
        return PromptReader.colour(match.group(1))
                .map(colour -> new Change(before, new Scene(colour, before.objects(), before.lettering())));
    }

    private static Optional<Change> text(MatchResult match, Scene before) {
        String text = match.group(1) != null ? match.group(1) : match.group(2);
        return before.lettering()
                .map(old -> new Change(before, new Scene(before.background(), new Lettering(text, old.colour()))));
    }

    private static Optional<Change> recolour(MatchResult match, Scene before) {
        return PromptReader.colour(match.group(2))
                .flatMap(colour -> named(match.group(1), before)
                        .map(object -> new Change(before, before.with(object.withColour(colour), object))));
    }

    private static Optional<Change> remove(MatchResult match, Scene before) {
        return named(match.group(1), before).map(object -> new Change(before, before.without(object)));
    }

    private static Optional<Change> add(MatchResult match, Scene before) {
        Optional<Wanted> wanted = PromptReader.thing(match.group(1)).filter(thing -> thing.colour() != null);
        Optional<SceneObject> anchor = named(match.group(3), before);
        if (wanted.isEmpty() || anchor.isEmpty()) {
            return Optional.empty();
        }
        Relation relation = List.of(Relation.values()).stream()
                .filter(one -> one.words().equals(match.group(2)))
                .findFirst()
                .orElseThrow();
        SceneObject added = EditGenerator.beside(
                anchor.get(), relation, wanted.get().shape(), wanted.get().colour());
        return References.free(before, added.x(), added.y())
                ? Optional.of(new Change(
                        before, before.with(added), Optional.of(new EditTask.Added(added, relation, anchor.get()))))
                : Optional.empty();
    }

    private static Optional<Change> move(MatchResult match, Scene before) {
        int first = Layout.GRID.getFirst();
        int last = Layout.GRID.getLast();
        return named(match.group(1), before)
                .map(object -> new Change(
                        before,
                        before.with(
                                switch (match.group(2)) {
                                    case "left" -> object.at(first, object.y());
                                    case "right" -> object.at(last, object.y());
                                    case "top" -> object.at(object.x(), first);
                                    default -> object.at(object.x(), last);
                                },
                                object)));
    }

    private static Optional<Change> replace(MatchResult match, Scene before) {
        return PromptReader.thing(match.group(2))
                .flatMap(wanted -> named(match.group(1), before)
                        .map(object -> new Change(before, before.with(object.withShape(wanted.shape()), object))));
    }
}
