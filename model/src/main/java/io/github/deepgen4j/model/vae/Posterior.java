// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.vae;

import io.github.deepgen4j.tensor.Tensor;

/** The encoder's Gaussian, before shift and scale: mean and log variance (clamped to -30..20), each (N, C, h, w). */
public record Posterior(Tensor mean, Tensor logVariance) {
    /** mean + exp(logVariance / 2) * epsilon, epsilon standard normal of the same shape. */
    public Tensor sample(Tensor epsilon) {
        return mean.add(logVariance.mul(0.5).exp().mul(epsilon));
    }

    /** The most likely value: the mean. */
    public Tensor mode() {
        return mean;
    }

    /** The only row of a batch of one: (1, C, h, w) to (C, h, w). */
    public Posterior single() {
        return new Posterior(mean.squeeze(0), logVariance.squeeze(0));
    }
}
