// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.task;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scene.Renderer;
import io.github.deepgen4j.shapeworld.scene.Scene;
import java.util.List;
import java.util.Optional;

/**
 * One example to learn from or to be asked: a prompt, for edits a reference image, and an image that does what was
 * asked.
 */
public sealed interface Example permits Task, EditTask {
    /** Number of {@link #slots()}. */
    int SLOTS = 8;

    /** The word of a slot that the prompt leaves open. */
    String NONE = "none";

    Kind kind();

    /** Prompt or instruction. */
    String prompt();

    /** The canonical description of the wanted image. */
    String plan();

    /** The prompt, once riddles are solved, as {@link #SLOTS} words. */
    List<String> slots();

    /** The scene of the wanted image. */
    Scene scene();

    /** The scene of the reference image; empty for text to image. */
    Optional<Scene> source();

    /** The wanted image, 64x64. */
    default Image target() {
        return Renderer.render(scene());
    }

    /** The reference image, 64x64; empty for text to image. */
    default Optional<Image> reference() {
        return source().map(Renderer::render);
    }
}
