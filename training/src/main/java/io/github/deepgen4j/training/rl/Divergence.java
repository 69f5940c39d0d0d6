// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.tensor.Tensor;

/** The quantity in which the divergence (KL) from the reference is measured (spec/rl.md section 10.4). */
public enum Divergence {
    /** Velocities. */
    VELOCITY,
    /** Means of the next latents. */
    MEAN;

    /**
     * Divergence of samples (B): the mean over C, h, w of (u - reference)^2 / (2 d^2 + 1e-7).
     *
     * @param own (B, C, h, w)
     * @param reference (B, C, h, w)
     * @param deviation (B), the sampler's std_dev d
     */
    public static Tensor of(Tensor own, Tensor reference, Tensor deviation) {
        return meanSquare(own, reference).div(deviation.square().mul(2).add(1e-7));
    }

    /** Mean squared difference (B) over C, h, w. */
    static Tensor meanSquare(Tensor a, Tensor b) {
        return a.sub(b).square().reshape(a.size(0), -1).mean(1, false);
    }
}
