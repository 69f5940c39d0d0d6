// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.deepgen4j.shapeworld.prompt.Captions;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.SceneObject;
import io.github.deepgen4j.shapeworld.scene.Shape;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Edit;
import io.github.deepgen4j.shapeworld.task.EditTask;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Kind;
import io.github.deepgen4j.shapeworld.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The examples that a model may learn from. One prompt in eight is held out, chosen by its text alone, for edits by the
 * instruction together with what the reference shows. The five prompts of {@link Category#SINGLE} belong to both sides,
 * since they are all there are; for them only the noise is new.
 *
 * <p>The composition pair measures something harder: eight of the forty combinations of shape and colour never occur in
 * the training half, neither in a prompt nor in an image, though every shape and every colour does. It says something
 * only about models that were trained on {@link #COMPOSITION_TRAIN}.
 */
public enum Split {
    TRAIN,
    HELD_OUT,
    /** The part of {@link #TRAIN} without the held-out combinations. */
    COMPOSITION_TRAIN,
    /** Prompts that name a held-out combination, edits that show one. */
    COMPOSITION;

    /** The word used in options, configurations and reports: {@code held-out}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** True if there are examples of a kind: composition needs prompts with a shape and a colour. */
    public boolean covers(Kind kind) {
        return this != COMPOSITION
                || !List.of(Category.SINGLE, Category.TWO, Category.TEXT, Edit.TEXT)
                        .contains(kind);
    }

    /** @throws IllegalArgumentException if there are no examples of the kind */
    void check(Kind kind) {
        if (!covers(kind)) {
            throw new IllegalArgumentException(
                    kind.word() + " names no colour with a shape, so there are no examples of it in " + word());
        }
    }

    boolean holds(Example example) {
        return switch (this) {
            case TRAIN -> example.kind() == Category.SINGLE || !held(example);
            case HELD_OUT -> example.kind() == Category.SINGLE || held(example);
            case COMPOSITION_TRAIN -> TRAIN.holds(example) && shown(example).noneMatch(Split::combinationHeld);
            case COMPOSITION ->
                switch (example) {
                    case Task task ->
                        task.requirement().objects().stream()
                                .anyMatch(wanted -> combinationHeld(wanted.shape(), wanted.colour()));
                    case EditTask edit -> shown(edit).anyMatch(Split::combinationHeld);
                };
        };
    }

    private static boolean held(Example example) {
        String key = example.prompt()
                + example.source().map(scene -> "\n" + Captions.of(scene)).orElse("");
        CRC32 hash = new CRC32();
        hash.update(key.getBytes(StandardCharsets.UTF_8));
        return hash.getValue() % 8 == 0;
    }

    private static Stream<SceneObject> shown(Example example) {
        return Stream.concat(example.source().stream(), Stream.of(example.scene()))
                .flatMap(scene -> scene.objects().stream());
    }

    private static boolean combinationHeld(SceneObject object) {
        return combinationHeld(object.shape(), object.colour());
    }

    /** Every colour is held out with one shape, every shape with one or two colours. */
    static boolean combinationHeld(Shape shape, Colour colour) {
        return colour != null && shape.ordinal() == (2 * colour.ordinal() + 1) % Shape.values().length;
    }
}
