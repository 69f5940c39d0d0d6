// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.tensor.Tensor;

/** Keeps the velocity from growing longer than the reference's, which is how pictures become harsh under a reward. */
final class NormGuard {
    private NormGuard() {}

    /**
     * Penalties (B): the square of max(0, |v| / |reference| - 1), with norms over C, h, w.
     *
     * @param velocity (B, C, h, w), with its graph
     * @param reference (B, C, h, w)
     */
    static Tensor penalty(Tensor velocity, Tensor reference) {
        return length(velocity)
                .div(length(reference))
                .add(-1)
                .clamp(0, Double.POSITIVE_INFINITY)
                .square();
    }

    private static Tensor length(Tensor velocity) {
        return velocity.reshape(velocity.size(0), -1).square().sum(1, false).sqrt();
    }
}
