// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

import io.github.deepgen4j.tensor.Tensor;
import java.util.List;

/**
 * Coefficients-preserving sampling (Wang and Yu, 2025): with the predicted image {@code x0 = x - s v}, the predicted
 * noise {@code x1 = x + (1 - s) v} and {@code d = s' sin(eta pi / 2)} the mean is
 * {@code x0 (1 - s') + x1 sqrt(s'^2 - d^2)} and the noise d, so that image and noise are always in the schedule's
 * proportion. At eta 1 each step noises the predicted image anew. The log-probability is the squared distance alone:
 * its other terms cancel out of ratios.
 */
public record CpsSde(double eta) implements SdeStep {
    public CpsSde {
        SdeStep.requireEta(eta);
    }

    @Override
    public Coefficients over(Interval at) {
        double s = at.from();
        double next = at.to();
        double d = next * Math.sin(eta * Math.PI / 2);
        double kept = Math.sqrt(next * next - d * d);
        return new Coefficients(1 - next + kept, -s * (1 - next) + (1 - s) * kept, d, d);
    }

    @Override
    public Tensor logDensity(Tensor distance, List<Interval> intervals) {
        return distance.neg();
    }
}
