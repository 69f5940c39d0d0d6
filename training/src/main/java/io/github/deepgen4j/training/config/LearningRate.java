// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.config;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Linear warm-up to a peak, a plateau, then a cosine down to zero; the reference has no plateau (spec/training.md
 * section 8). Like the reference's it counts micro-batches (T1): an update uses the rate of the micro-batch that
 * completes it.
 *
 * @param peak the highest rate
 * @param warmup micro-batches until the peak
 * @param decayFrom fraction of all micro-batches after which the cosine begins, 0 for right after the warm-up, 1 for
 *     never
 * @param start factor of the peak from which the warm-up begins; 0 in the published stage 3 (spec/rl.md section 11)
 */
public record LearningRate(
        double peak,
        int warmup,
        double decayFrom,
        @JsonProperty(defaultValue = "1.0e-5") double start) {
    private static final double START = 1e-5;

    /** With the start of the published stages 1 and 2. */
    public LearningRate(double peak, int warmup, double decayFrom) {
        this(peak, warmup, decayFrom, START);
    }

    public LearningRate {
        require(peak > 0, "peak", "more than 0", peak);
        require(warmup >= 0, "warmup", "0 or more", warmup);
        require(decayFrom >= 0 && decayFrom <= 1, "decay_from", "0 to 1", decayFrom);
        require(start >= 0 && start <= 1, "start", "0 to 1", start);
    }

    /** Rate of micro-batch 0, 1, 2, ... */
    public double at(long microBatch, long microBatches) {
        if (microBatch < warmup) {
            return peak * (start + (1 - start) * microBatch / Math.max(1, warmup - 1));
        }
        double begin = Math.max(warmup, decayFrom * microBatches);
        if (microBatch < begin) {
            return peak;
        }
        double progress = (microBatch - begin) / Math.max(1, microBatches - begin);
        return peak * 0.5 * (1 + Math.cos(Math.PI * progress));
    }
}
