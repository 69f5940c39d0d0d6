// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

import io.github.deepgen4j.tensor.Tensor;

/**
 * Classifier-free guidance: how far to go from the negative prompt's velocity towards the positive one's and beyond.
 */
public record Guidance(double scale) {
    /** That of the published results (Q21). */
    public static final Guidance DEFAULT = new Guidance(4.0);

    public Guidance {
        if (!(scale >= 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("cfg expected a number >= 0, found " + scale);
        }
    }

    /** Up to 1 the negative half would cancel out, so only the positive one is run (spec/model.md section 8.1). */
    public boolean active() {
        return scale > 1;
    }

    /** negative + scale (positive - negative), each operator rounding to the tensors' type. */
    public Tensor combine(Tensor negative, Tensor positive) {
        return negative.add(positive.sub(negative).mul(scale));
    }
}
