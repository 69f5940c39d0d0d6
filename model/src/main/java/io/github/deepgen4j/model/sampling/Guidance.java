// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

import io.github.deepgen4j.tensor.Tensor;

/**
 * Classifier-free guidance: how far to go from the negative prompt's velocity towards the positive one's and beyond.
 *
 * @param mixing for which scales the velocities are mixed; for others only the positive one is computed
 */
public record Guidance(double scale, Mixing mixing) {
    /** That of the published results (Q21). */
    public static final Guidance DEFAULT = new Guidance(4.0);

    /** The scales for which two velocities are mixed. */
    public enum Mixing {
        /** The rule of drawing: at 1 the negative half would cancel out (spec/model.md section 8.1). */
        ABOVE_ONE,
        /** The rule of reinforcement learning, where 0 means no guidance, and 0.5 halfway from the negative prompt. */
        ABOVE_ZERO
    }

    public Guidance {
        if (!(scale >= 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("cfg expected a number >= 0, found " + scale);
        }
    }

    /** Guidance by the rule of drawing. */
    public Guidance(double scale) {
        this(scale, Mixing.ABOVE_ONE);
    }

    /** True if velocities under positive and negative prompts are mixed. */
    public boolean active() {
        return switch (mixing) {
            case ABOVE_ONE -> scale > 1;
            case ABOVE_ZERO -> scale > 0;
        };
    }

    /** negative + scale (positive - negative), each operator rounding to the tensors' type. */
    public Tensor combine(Tensor negative, Tensor positive) {
        return negative.add(positive.sub(negative).mul(scale));
    }
}
