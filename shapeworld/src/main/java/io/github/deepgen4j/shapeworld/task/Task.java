// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.task;

import io.github.deepgen4j.shapeworld.scene.Scene;
import java.util.List;
import java.util.Optional;

/**
 * A prompt with a scene that satisfies it.
 *
 * @param plan the canonical description that the language model is taught to answer with
 * @param slots the plan as eight words: count, size, colour and shape of the first object in reading order, relation
 *     (left or above), colour and shape of the second, background; {@code none} where the prompt leaves it open. Of
 *     letters: how many, none, colour, {@code text}, then one after the other.
 */
public record Task(
        Category category, String prompt, String plan, List<String> slots, Scene scene, Requirement requirement)
        implements Example {
    public Task {
        slots = List.copyOf(slots);
    }

    @Override
    public Kind kind() {
        return category;
    }

    @Override
    public Optional<Scene> source() {
        return Optional.empty();
    }
}
