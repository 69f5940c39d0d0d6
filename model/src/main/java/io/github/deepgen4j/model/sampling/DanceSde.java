// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

/**
 * The stochastic step of DanceGRPO (Xue et al., 2025): with {@code x0 = x - s v}, {@code dt = s' - s} and
 * {@code c = eta^2 (x - x0 (1 - s)) / 2 (s^2 + 1e-8)} the mean is {@code x + (v + c) dt}, the noise
 * {@code d = eta sqrt(-dt)}.
 */
public record DanceSde(double eta) implements SdeStep {
    public DanceSde {
        SdeStep.requireEta(eta);
    }

    @Override
    public Coefficients over(Interval at) {
        double s = at.from();
        double dt = (double) at.to() - s;
        double d = eta * Math.sqrt(-dt);
        double half = 0.5 * eta * eta / (s * s + 1e-8);
        return new Coefficients(1 + half * s * dt, (1 + half * s * (1 - s)) * dt, d, d); // x - x0 (1 - s) = s x + ...
    }
}
