// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import io.github.deepgen4j.icons.IconExamples;
import io.github.deepgen4j.icons.task.IconExample;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.task.EditTask;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A generated sample whose meaning is known.
 *
 * @param prompt or instruction
 * @param slots what it means, a word for each think token
 * @param answer what a language model that cannot see is to answer
 * @param before what the reference shows; empty for prompts
 * @param after what the wanted image shows
 */
record Planned(String prompt, List<String> slots, String answer, Optional<Scenery> before, Scenery after) {
    Planned {
        slots = List.copyOf(slots);
    }

    /** Shapes at their own size: eight slots. */
    static Planned of(Example example) {
        return of(example, new Size(Scene.SIDE, Scene.SIDE), Example.SLOTS);
    }

    /** Shapes at another size, their slots filled up. */
    static Planned of(Example example, Size size, int slots) {
        List<String> words = new ArrayList<>(example.slots());
        words.addAll(Collections.nCopies(slots - words.size(), Example.NONE));
        String answer = switch (example) {
            case Task task -> task.plan();
            case EditTask edit -> said(edit.slots());
        };
        return new Planned(
                example.prompt(),
                words,
                answer,
                example.source().map(scene -> new Scenery.OfShapes(scene, size)),
                new Scenery.OfShapes(example.scene(), size));
    }

    static Planned of(IconExample example, IconExamples icons) {
        List<String> slots = example.plan().slots();
        return new Planned(
                example.prompt(),
                slots,
                said(slots),
                example.before().map(scene -> new Scenery.OfIcons(scene, icons)),
                new Scenery.OfIcons(example.scene(), icons));
    }

    private static String said(List<String> slots) {
        return slots.stream().filter(word -> !word.equals(Example.NONE)).collect(Collectors.joining(" "));
    }
}
