// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.model.sampling.DanceSde;
import io.github.deepgen4j.model.sampling.FlowSde;
import io.github.deepgen4j.model.sampling.Interval;
import io.github.deepgen4j.model.sampling.SdeStep;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A model of two numbers, by which the two coordinates of the latents are multiplied to give the velocity: the gradient
 * that the policy loss takes is that of the expected reward, found by finite differences with the same draws.
 */
class ScoreFunctionTest {
    private static final int SAMPLES = 100_000;
    private static final Interval AT = new Interval(0.8f, 0.4f, 0.9f);
    private static final double[] MODEL = {0.6, -0.3};

    @Test
    void theGradientOfTheLossIsThatOfTheExpectedReward() {
        for (SdeStep sde : List.of(new FlowSde(0.8), new DanceSde(0.8))) {
            try (var _ = Scope.open();
                    var rng = Rng.seeded(3)) {
                Tensor latents = rng.normal(SAMPLES, 2, 1, 1);
                Tensor noise = rng.normal(SAMPLES, 2, 1, 1);
                float[] gradient = lossGradient(sde, latents, noise);
                for (int i = 0; i < 2; i++) {
                    double step = 0.05;
                    double slope =
                            (reward(sde, latents, noise, moved(i, step)) - reward(sde, latents, noise, moved(i, -step)))
                                    / (2 * step);
                    // The loss falls where the reward rises; log-probabilities are means over the two coordinates.
                    assertThat(-2 * gradient[i]).as(sde + ", number " + i).isCloseTo((float) slope, within(0.02f));
                    assertThat(Math.abs(slope)).isGreaterThan(0.04);
                }
            }
        }
    }

    private static float[] lossGradient(SdeStep sde, Tensor latents, Tensor noise) {
        Tensor model = model(MODEL).requireGrad(true);
        List<Interval> intervals = Collections.nCopies(SAMPLES, AT);
        Tensor mean = sde.mean(latents, latents.mul(model), intervals);
        Tensor next = sde.draw(mean, noise, intervals);
        Tensor logProb = sde.logProb(next, mean, intervals);
        Tensor rewards = rewards(next);
        Tensor advantages = rewards.sub(rewards.mean());
        new ClippedPolicy(1e-4, 1e-4)
                .of(logProb.sub(logProb.detach()), advantages)
                .loss()
                .mean()
                .backward();
        return model.grad().toFloats();
    }

    private static double reward(SdeStep sde, Tensor latents, Tensor noise, double[] numbers) {
        try (var _ = Scope.open()) {
            List<Interval> intervals = Collections.nCopies(SAMPLES, AT);
            Tensor mean = sde.mean(latents, latents.mul(model(numbers)), intervals);
            return rewards(sde.draw(mean, noise, intervals)).mean().item();
        }
    }

    /** -|next - (1, -0.5)|^2 (n) */
    private static Tensor rewards(Tensor next) {
        return next.sub(Tensor.of(new float[] {1, -0.5f}, 1, 2, 1, 1))
                .square()
                .reshape(SAMPLES, 2)
                .sum(1, false)
                .neg();
    }

    private static Tensor model(double[] numbers) {
        return Tensor.of(numbers, 1, 2, 1, 1).to(DType.F32);
    }

    private static double[] moved(int number, double by) {
        double[] numbers = MODEL.clone();
        numbers[number] += by;
        return numbers;
    }
}
