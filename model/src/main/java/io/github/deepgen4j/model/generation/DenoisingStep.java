// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.generation;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.sampling.Interval;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The state after a denoising step, for progress and previews. Valid while the observer is told of it; nothing is
 * computed unless it is asked for, and nothing that is asked for changes the image.
 */
public final class DenoisingStep {
    private final int number;
    private final int steps;
    private final Tensor previous;
    private final Tensor latents;
    private final Tensor velocity;
    private final Interval interval;
    private final UnaryOperator<Tensor> decoder;

    /**
     * @param previous (B, C, h, w) before the step
     * @param velocity (B, C, h, w) along which the step went
     * @param interval the noise levels of the latents before and now
     * @param decoder latents to pixels (B, 3, H, W)
     */
    DenoisingStep(
            int number,
            int steps,
            Tensor previous,
            Tensor latents,
            Tensor velocity,
            Interval interval,
            UnaryOperator<Tensor> decoder) {
        this.number = number;
        this.steps = steps;
        this.previous = previous;
        this.latents = latents;
        this.velocity = velocity;
        this.interval = interval;
        this.decoder = decoder;
    }

    /** 1 to {@link #steps}. */
    public int number() {
        return number;
    }

    public int steps() {
        return steps;
    }

    /** The latents (B, C, h, w) before the step; they belong to the sampler. */
    public Tensor previous() {
        return previous;
    }

    /** The velocity (B, C, h, w) that was predicted at {@link #previous}; it belongs to the sampler. */
    public Tensor velocity() {
        return velocity;
    }

    /** The noise levels of {@link #previous} and {@link #latents}. */
    public Interval interval() {
        return interval;
    }

    /** The latents (B, C, h, w) now; they belong to the sampler. */
    public Tensor latents() {
        return latents;
    }

    /**
     * The latents (B, C, h, w) without noise, F32, to which the last velocity v points: x - sigma v. They belong to the
     * innermost scope. After the last step they are the latents.
     */
    public Tensor cleanLatents() {
        return latents.to(DType.F32).add(velocity.to(DType.F32).mul(-interval.to()));
    }

    /**
     * The B images as predicted now: the clean latents through the auto-encoder. On a processor this takes about half
     * the time of a step of DeepGen 1.0, and memory as the decoding at the end does, so ask now and then.
     */
    public List<Image> images() {
        try (var _ = Scope.open()) {
            return Pixels.toImages(decoder.apply(cleanLatents()));
        }
    }

    /** The only image, or the first; see {@link #images()}. */
    public Image image() {
        return images().getFirst();
    }
}
