// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.task;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scene.Renderer;
import io.github.deepgen4j.shapeworld.scene.Scene;
import java.util.Optional;

/**
 * The change of a scene that an edit asks for.
 *
 * @param before the reference image's scene
 * @param scene the wanted one
 * @param added the new object, where one is added
 */
public record Change(Scene before, Scene scene, Optional<EditTask.Added> added) {
    /** A change that adds nothing. */
    public Change(Scene before, Scene scene) {
        this(before, scene, Optional.empty());
    }

    /** The wanted image, 64x64. */
    public Image target() {
        return Renderer.render(scene);
    }
}
