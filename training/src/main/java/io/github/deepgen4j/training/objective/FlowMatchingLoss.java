// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import static io.github.deepgen4j.tensor.Functional.mseLoss;

import io.github.deepgen4j.model.sampling.SchedulerConfig;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Rectified-flow regression (spec/training.md section 6): noisy latents {@code (1 - sigma) x + sigma noise}, target
 * {@code noise - x}. Each sample counts the same whatever its size.
 */
public final class FlowMatchingLoss {
    private FlowMatchingLoss() {}

    /** Noise levels of a batch and the timesteps (1000 sigma) the transformer is told. */
    public record Levels(float[] sigmas, float[] timesteps) {
        /**
         * Levels at places u of the training schedule.
         *
         * @param tokens number of each sample's tokens, which only a dynamic shift looks at
         */
        public static Levels of(SchedulerConfig scheduler, double[] u, long[] tokens) {
            float[] sigmas = new float[u.length];
            float[] timesteps = new float[u.length];
            for (int i = 0; i < u.length; i++) {
                sigmas[i] = scheduler.shift().inTraining(u[i], tokens[i], scheduler.trainTimesteps());
                timesteps[i] = sigmas[i] * scheduler.trainTimesteps();
            }
            return new Levels(sigmas, timesteps);
        }

        public Tensor timestepTensor() {
            return Tensor.of(timesteps, timesteps.length);
        }
    }

    /** Noisy latents of one sample, any shape. */
    public static Tensor noisy(Tensor latents, Tensor noise, float sigma) {
        return latents.mul(1.0 - sigma).add(noise.mul(sigma));
    }

    /** Noisy latents of a batch (B, C, h, w). */
    public static Tensor noisy(Tensor latents, Tensor noise, Levels levels) {
        Tensor sigma = Tensor.of(levels.sigmas(), levels.sigmas().length, 1, 1, 1);
        return latents.mul(sigma.neg().add(1)).add(noise.mul(sigma));
    }

    /** Loss of predicted velocities of samples of any sizes, each (C, h_i, w_i): a scalar. */
    public static Tensor of(
            List<Tensor> velocities, List<Tensor> latents, List<Tensor> noise, Levels levels, Weighting weighting) {
        List<Tensor> targets = new ArrayList<>();
        for (int i = 0; i < velocities.size(); i++) {
            targets.add(noise.get(i).sub(latents.get(i)));
        }
        return towards(velocities, targets, levels.sigmas(), weighting);
    }

    /** Loss of predicted velocities against others, whatever these came from, each (C, h_i, w_i): a scalar. */
    static Tensor towards(List<Tensor> velocities, List<Tensor> targets, float[] sigmas, Weighting weighting) {
        List<Tensor> losses = new ArrayList<>();
        for (int i = 0; i < velocities.size(); i++) {
            losses.add(mseLoss(velocities.get(i).to(DType.F32), targets.get(i)).mul(weighting.weight(sigmas[i])));
        }
        return Tensor.stack(0, losses).mean();
    }

    /** Loss of predicted velocities of a batch of one size (B, C, h, w): a scalar. */
    public static Tensor of(Tensor velocities, Tensor latents, Tensor noise, Levels levels, Weighting weighting) {
        float[] weights = new float[levels.sigmas().length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) weighting.weight(levels.sigmas()[i]);
        }
        Tensor squared = velocities.to(DType.F32).sub(noise.sub(latents)).square();
        return squared.reshape(weights.length, -1)
                .mean(1, false)
                .mul(Tensor.of(weights, weights.length))
                .mean();
    }
}
