// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.task;

import io.github.deepgen4j.shapeworld.scene.Relation;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.SceneObject;
import java.util.List;
import java.util.Optional;

/**
 * An instruction with the scene it is about and the scene it asks for.
 *
 * @param slots what to do, which a language model that cannot see answers an instruction with; size (always none),
 *     colour and shape of the object named or new; side; wanted colour; wanted shape, or that of the object whose side
 *     is named; background. Of letters: {@code write}, two times none, {@code text}, then one after the other.
 * @param before the reference image's scene
 * @param added the new object of {@link Edit#ADD}, which may stand anywhere on the named side
 */
public record EditTask(
        Edit edit, String prompt, String plan, List<String> slots, Scene before, Scene scene, Optional<Added> added)
        implements Example {
    public EditTask {
        slots = List.copyOf(slots);
    }

    /** A new object, also the last one of the wanted scene, and the object that its place is named by. */
    public record Added(SceneObject object, Relation relation, SceneObject anchor) {}

    /** The change without its words. */
    public Change change() {
        return new Change(before, scene, added);
    }

    @Override
    public Kind kind() {
        return edit;
    }

    @Override
    public Optional<Scene> source() {
        return Optional.of(before);
    }
}
