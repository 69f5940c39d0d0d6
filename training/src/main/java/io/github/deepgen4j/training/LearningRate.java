// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import io.github.deepgen4j.model.weights.ConfigException;

/**
 * Linear warm-up to a peak, a plateau, then a cosine down to zero; the reference has no plateau (spec/training.md).
 *
 * @param peak the highest rate
 * @param warmup steps until the peak, starting from 1e-5 of it
 * @param decayFrom fraction of all steps after which the cosine begins, 0 for right after the warm-up
 */
public record LearningRate(double peak, int warmup, double decayFrom) {
    private static final double START_FACTOR = 1e-5;

    public LearningRate {
        if (!(peak > 0) || warmup < 0 || !(decayFrom >= 0 && decayFrom <= 1)) {
            throw new ConfigException("learning rate expected peak > 0, warmup >= 0, decay_from 0..1, found " + peak
                    + " " + warmup + " " + decayFrom);
        }
    }

    /** Rate of step 1..steps. */
    public double at(int step, int steps) {
        int done = step - 1;
        if (done < warmup) {
            return peak * (START_FACTOR + (1 - START_FACTOR) * done / Math.max(1, warmup - 1));
        }
        double begin = Math.max(warmup, decayFrom * steps);
        if (done < begin) {
            return peak;
        }
        double progress = (done - begin) / Math.max(1, steps - begin);
        return peak * 0.5 * (1 + Math.cos(Math.PI * progress));
    }
}
