// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

/**
 * The stochastic step of Flow-GRPO (Liu et al., 2025, equation 9): with {@code d = eta sqrt(s / (1 - s))} and
 * {@code dt = s' - s} the mean is {@code x (1 + d^2 dt / 2s) + v (1 + d^2 (1 - s) / 2s) dt}, the noise
 * {@code d sqrt(-dt)}. At s = 1, where d would be infinite, it takes the second level of the schedule.
 */
public record FlowSde(double eta) implements SdeStep {
    public FlowSde {
        SdeStep.requireEta(eta);
    }

    @Override
    public Coefficients over(Interval at) {
        double s = at.from();
        double dt = (double) at.to() - s;
        double d = eta * Math.sqrt(s / (1 - (s == 1 ? at.second() : s)));
        double drift = d * d / (2 * s);
        return new Coefficients(1 + drift * dt, (1 + drift * (1 - s)) * dt, d, d * Math.sqrt(-dt));
    }
}
