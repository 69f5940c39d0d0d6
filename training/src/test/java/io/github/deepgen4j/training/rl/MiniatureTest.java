// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.sampling.CpsSde;
import io.github.deepgen4j.model.sampling.Interval;
import io.github.deepgen4j.model.sampling.Schedule;
import io.github.deepgen4j.model.sampling.SchedulerConfig;
import io.github.deepgen4j.model.sampling.SchedulerConfig.Static;
import io.github.deepgen4j.model.sampling.SdeStep;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.rl.AdvantageOptions.Type;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Small checks of claims about stage 3 (spec/rl.md section 17, numbers 3 and 5); number 4 is GaussianWorldTest, number
 * 6 RewardsTest.
 */
class MiniatureTest {
    private static final int STEPS = 25;
    private static final double CLIP = 1e-4;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    /** Number 3: beside a large reward, one of tiny scale steers GDPO and not GRPO. */
    @Test
    void gdpoFollowsARewardOfTinyScale() {
        Random random = new Random(3);
        double[] weights = {0.5, 0.5};
        List<Advantages.Group> groups = IntStream.range(0, 32)
                .mapToObj(g -> {
                    double[][] raw = new double[8][];
                    for (int i = 0; i < 8; i++) {
                        raw[i] = new double[] {random.nextGaussian(), 0.01 * random.nextGaussian()};
                    }
                    return new Advantages.Group("prompt " + g, weights, raw, false);
                })
                .toList();
        double[] tiny = groups.stream()
                .flatMapToDouble(group -> IntStream.range(0, 8).mapToDouble(i -> group.raw()[i][1]))
                .toArray();
        double gdpo = correlation(
                Advantages.of(groups, AdvantageOptions.of(Type.GDPO), 1).values(), tiny);
        double grpo = correlation(
                Advantages.of(groups, AdvantageOptions.of(Type.GRPO), 1).values(), tiny);
        System.out.printf(
                Locale.ROOT, "tiny reward: correlation with advantages %.2f (GDPO), %.2f (GRPO)%n", gdpo, grpo);
        assertThat(gdpo).isGreaterThan(0.5); // two equal rewards: 0.7
        assertThat(grpo).isLessThan(0.25);
    }

    /** Number 5 (B3): log-probabilities that are rounded to bfloat16 are clipped before anything was learned. */
    @Test
    void roundedProbabilitiesAreClippedAtTheFirstPass() {
        try (var _ = Scope.open();
                var rng = Rng.seeded(5)) {
            Schedule schedule = Schedule.of(new SchedulerConfig(1000, new Static(1)), STEPS, 0);
            int samples = 64;
            List<Interval> intervals = Collections.nCopies(samples, schedule.interval(2));
            SdeStep sampler = new CpsSde(1);
            Tensor latents = rng.normal(samples, 4, 8, 8);
            Tensor velocity = rng.normal(samples, 4, 8, 8);
            Tensor mean = sampler.mean(latents, velocity, intervals);
            Tensor next = sampler.draw(mean, rng.normal(samples, 4, 8, 8), intervals);
            Tensor exact = sampler.logProb(next, mean, intervals);
            Tensor rounded = exact.to(DType.BF16).to(DType.F32);
            double clipped = clipped(exact.sub(rounded));
            System.out.printf(
                    Locale.ROOT, "clipped at the first pass: %.0f %% in bfloat16, none in float32%n", 100 * clipped);
            assertThat(clipped(exact.sub(exact))).isZero();
            assertThat(clipped).isGreaterThan(0.4);
        }
    }

    private static double clipped(Tensor difference) {
        float[] ratios = difference.exp().toFloats();
        long count = IntStream.range(0, ratios.length)
                .filter(i -> Math.abs(ratios[i] - 1) > CLIP)
                .count();
        return count / (double) ratios.length;
    }

    private static double correlation(double[] a, double[] b) {
        double meanA =
                IntStream.range(0, a.length).mapToDouble(i -> a[i]).average().orElseThrow();
        double meanB =
                IntStream.range(0, b.length).mapToDouble(i -> b[i]).average().orElseThrow();
        double both = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            both += (a[i] - meanA) * (b[i] - meanB);
            squaresA += (a[i] - meanA) * (a[i] - meanA);
            squaresB += (b[i] - meanB) * (b[i] - meanB);
        }
        return both / Math.sqrt(squaresA * squaresB);
    }
}
