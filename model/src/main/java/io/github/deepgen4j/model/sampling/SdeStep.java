// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A stochastic step: the next latents are drawn around a mean, {@code next = mean + a noise}, so that what was drawn
 * has a probability, which reinforcement learning raises or lowers. Each sample of a batch has its own interval. All
 * arithmetic is float32 whatever the networks compute in: probabilities rounded to bf16 are off by more than the loss
 * may clip (B3; spec/rl.md section 6). Letters: B samples, C, h, w as latents.
 */
public sealed interface SdeStep permits FlowSde, CpsSde, DanceSde {
    /** Log-probabilities are kept within plus and minus this where they are clamped. */
    double LOG_PROB_LIMIT = 1e6;

    /** Amount of noise; at 0 every step is Euler's, along the probability-flow ODE. */
    double eta();

    /** The numbers that make up this step over an interval. */
    Coefficients over(Interval interval);

    /**
     * A step's mean is linear in what it is made of.
     *
     * @param latents factor of the latents in the mean
     * @param velocity factor of the velocity in the mean
     * @param stdDev d, by which losses weigh a step
     * @param noiseScale a, the standard deviation of the next latents
     */
    record Coefficients(double latents, double velocity, double stdDev, double noiseScale) {}

    /**
     * The mean (B, C, h, w) of the next latents, F32, with a graph if the velocity has one.
     *
     * @param latents (B, C, h, w)
     * @param velocity (B, C, h, w), any type
     * @param intervals of each of the B samples
     */
    default Tensor mean(Tensor latents, Tensor velocity, List<Interval> intervals) {
        Tensor kept = latents.to(DType.F32).mul(column(intervals, at -> over(at).latents()));
        return kept.add(velocity.to(DType.F32).mul(column(intervals, at -> over(at).velocity())));
    }

    /**
     * The next latents (B, C, h, w), F32, without a graph.
     *
     * @param mean from {@link #mean}
     * @param noise (B, C, h, w), standard normal
     */
    default Tensor draw(Tensor mean, Tensor noise, List<Interval> intervals) {
        return mean.add(noise.mul(column(intervals, at -> over(at).noiseScale())))
                .detach();
    }

    /**
     * Log-probability (B) of the next latents, as a mean over C, h and w instead of a sum, so that it does not grow
     * with the image; with a graph if the mean has one.
     */
    default Tensor logProb(Tensor next, Tensor mean, List<Interval> intervals) {
        Tensor distance = next.to(DType.F32).sub(mean).square();
        return logDensity(distance, intervals).reshape(distance.size(0), -1).mean(1, false);
    }

    /**
     * Log-density (B, C, h, w) of a normal distribution, kept finite where its width is 0.
     *
     * @param distance squared, from the mean
     */
    default Tensor logDensity(Tensor distance, List<Interval> intervals) {
        Tensor scale = column(intervals, at -> {
            double a = over(at).noiseScale();
            return -1 / (2 * (a * a + 1e-8));
        });
        Tensor constant =
                column(intervals, at -> -Math.log(over(at).noiseScale() + 1e-8) - Math.log(Math.sqrt(2 * Math.PI)));
        return distance.mul(scale).add(constant);
    }

    /** Log-probabilities within {@link #LOG_PROB_LIMIT}; one beyond it has no gradient. */
    static Tensor clamped(Tensor logProb) {
        return logProb.clamp(-LOG_PROB_LIMIT, LOG_PROB_LIMIT);
    }

    /** One number for each sample, F32 (B, 1, 1, 1). */
    private static Tensor column(List<Interval> intervals, ToDoubleFunction<Interval> value) {
        float[] values = new float[intervals.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) value.applyAsDouble(intervals.get(i));
        }
        return Tensor.of(values, values.length, 1, 1, 1);
    }

    /** Refuses an eta that no step has. */
    static void requireEta(double eta) {
        if (!(eta >= 0) || Double.isInfinite(eta)) {
            throw new IllegalArgumentException("eta expected a number >= 0, found " + eta);
        }
    }
}
