// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

import io.github.deepgen4j.tensor.Tensor;

/**
 * Guidance in a part of the steps only.
 *
 * @param guided the mixture
 * @param positive the field under the positive prompts alone, B rows
 */
public record IntervalGuided(VelocityField guided, VelocityField positive, GuidanceInterval interval)
        implements VelocityField {
    @Override
    public Tensor velocity(Tensor latents, Moment at) {
        return (interval.contains(at.step(), at.steps()) ? guided : positive).velocity(latents, at);
    }
}
