// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.generation;

import io.github.deepgen4j.model.components.CancelledException;
import io.github.deepgen4j.model.components.Stage;
import io.github.deepgen4j.model.sampling.Shortcuts;
import io.github.deepgen4j.tensor.Tensor;
import java.util.function.Supplier;

/**
 * Watches the generation of an image: its progress, its intermediate tensors, and whether it shall go on. Called on the
 * thread that computes, so it should return soon; what it throws ends the work and reaches the caller.
 * {@link #cancelled()} may be switched from any thread and takes effect before the next stage or transformer pass.
 */
public interface Observer {
    /** Watches nothing and never cancels. */
    Observer NONE = new Observer() {};

    /** A stage begins. */
    default void stage(Stage stage) {}

    /**
     * A denoising step has ended.
     *
     * @param step 1 to steps
     * @param latents (B, C, h, w) after this step; belongs to the caller, valid during the call only
     */
    default void step(int step, int steps, Tensor latents) {}

    /** A denoising step has ended; as the method above, with the means for a preview. */
    default void step(DenoisingStep step) {
        step(step.number(), step.steps(), step.latents());
    }

    /** A step, 0 to steps - 1, of whose blocks only the first was computed ({@link Shortcuts}). */
    default void reused(int step) {}

    /** A pass of a step, 0 to steps - 1, that did not compute the references of an edit ({@link Shortcuts}). */
    default void recalled(int step) {}

    /**
     * An intermediate tensor, under its key of the golden files ({@code input_ids}, {@code hidden_states.35}, ...).
     *
     * <p>Those of prompts and references that the model has read before are only made again for an observer that
     * {@link #records}.
     *
     * @param tensor makes it, in the innermost scope; not called unless it is wanted
     */
    default void record(String key, Supplier<Tensor> tensor) {}

    /** An intermediate tensor that exists anyway. */
    default void record(String key, Tensor tensor) {
        record(key, () -> tensor);
    }

    /** True if all intermediate tensors are wanted, also those that the model would not have to make again. */
    default boolean records() {
        return false;
    }

    /**
     * True once the image is no longer wanted: the work ends with {@link CancelledException}, native memory released.
     */
    default boolean cancelled() {
        return false;
    }

    /** Reports that a stage begins, unless the image is no longer wanted. */
    default void begin(Stage stage) {
        check();
        stage(stage);
    }

    /** @throws CancelledException if the image is no longer wanted */
    default void check() {
        if (cancelled()) {
            throw new CancelledException();
        }
    }
}
