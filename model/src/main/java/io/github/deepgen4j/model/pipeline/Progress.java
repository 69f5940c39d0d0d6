// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.tensor.Tensor;

/**
 * Told how far an image is, and asked whether to go on. Called on the thread that draws, so it should return soon;
 * {@link #cancelled()} may be switched from any thread and takes effect before the next stage or denoising pass.
 */
public interface Progress {
    /** Watches nothing and never cancels. */
    Progress NONE = new Progress() {};

    /** The parts of the work, in order. */
    enum Stage {
        READ_PROMPT,
        READ_REFERENCES,
        DENOISE,
        DECODE
    }

    /** A stage begins. */
    default void stage(Stage stage) {}

    /**
     * A denoising step has ended.
     *
     * @param step 1 to steps
     * @param latents (B, C, h, w) after this step, for previews; belongs to the caller, valid during the call only
     */
    default void step(int step, int steps, Tensor latents) {}

    /**
     * An image is finished.
     *
     * @param number 0 to count - 1; its seed is the request's plus this number
     */
    default void image(int number, Image image) {}

    /** True once the work is no longer wanted: it ends with {@link CancelledException}, all native memory released. */
    default boolean cancelled() {
        return false;
    }

    /** Tells that a stage begins, unless the work is no longer wanted. */
    default void begin(Stage stage) {
        check();
        stage(stage);
    }

    /** @throws CancelledException if the work is no longer wanted */
    default void check() {
        if (cancelled()) {
            throw new CancelledException();
        }
    }
}
