// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.task;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scene.Renderer;
import io.github.deepgen4j.shapeworld.scene.Scene;
import java.util.List;
import java.util.Optional;

/**
 * What a model learns from and is asked: a prompt, for edits a reference image, and an image that does what was asked.
 */
public sealed interface Example permits Task, EditTask {
    /** Number of {@link #slots()}. */
    int SLOTS = 8;

    /** What a slot says when the prompt leaves it open. */
    String NONE = "none";

    Kind kind();

    /** Prompt or instruction. */
    String prompt();

    /** The canonical description of the wanted image. */
    String plan();

    /** What the prompt says, once riddles are solved, as {@link #SLOTS} words. */
    List<String> slots();

    /** What the wanted image shows. */
    Scene scene();

    /** What the reference image shows; empty for text to image. */
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
