// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.model.sampling.SchedulerConfig.Static;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A world in which each value of an image is drawn from one normal distribution, so that the velocity is known and
 * linear: {@code E[noise - image | x]}. What a sampler draws there is normal, too, with a mean and a spread that follow
 * from the formulas of the specification, step by step.
 */
class GaussianWorldTest {
    private static final double MEAN = 0.7;
    private static final double SPREAD = 0.5;
    private static final long SIDE = 256; // 65,536 values: standard errors of 0.2 % of the mean, 0.3 % of the spread

    private record Normal(double mean, double variance) {}

    /** v = slope x + offset at a noise level. */
    private record Line(double slope, double offset) {
        static Line at(double s) {
            double variance = (1 - s) * (1 - s) * SPREAD * SPREAD + s * s;
            double slope = (s - (1 - s) * SPREAD * SPREAD) / variance;
            return new Line(slope, -MEAN - slope * (1 - s) * MEAN);
        }
    }

    private static Schedule schedule(int steps) {
        return Schedule.of(new SchedulerConfig(1000, new Static(3)), steps, 0);
    }

    @Test
    void whatIsDrawnHasTheAnalyticMeanAndSpread() {
        for (SdeStep sde : List.of(
                new CpsSde(0), new CpsSde(0.7), new CpsSde(1), new FlowSde(0.7), new FlowSde(1), new DanceSde(0.7))) {
            Schedule schedule = schedule(10);
            try (var _ = Scope.open();
                    var rng = Rng.seeded(7)) {
                Tensor x = rng.normal(1, 1, SIDE, SIDE);
                Normal expected = new Normal(0, 1);
                for (int i = 0; i < schedule.steps(); i++) {
                    Interval at = schedule.interval(i);
                    Line line = Line.at(at.from());
                    x = new SdeDraw(sde, () -> rng.normal(1, 1, SIDE, SIDE))
                            .next(x, x.mul(line.slope()).add(line.offset()), at);
                    expected = after(expected, sde, at);
                }
                double mean = x.mean().item();
                double spread = Math.sqrt(x.add(-mean).square().mean().item());
                assertThat(mean).as(sde + " mean").isCloseTo(expected.mean(), within(0.01));
                assertThat(spread).as(sde + " spread").isCloseTo(Math.sqrt(expected.variance()), within(0.006));
            }
        }
    }

    /** One step of a normal variable, by the formulas as they are printed, not by the coefficients under test. */
    private static Normal after(Normal x, SdeStep sde, Interval at) {
        Line line = Line.at(at.from());
        double offset = mean(0, line.offset(), sde, at);
        double slope = mean(1, line.slope() + line.offset(), sde, at) - offset;
        double noise = noise(sde, at);
        return new Normal(slope * x.mean() + offset, slope * slope * x.variance() + noise * noise);
    }

    private static double mean(double x, double v, SdeStep sde, Interval at) {
        double s = at.from();
        double to = at.to();
        double dt = to - s;
        double clean = x - s * v;
        return switch (sde) {
            case FlowSde flow -> {
                double d = flowDeviation(flow, at);
                yield x * (1 + d * d * dt / (2 * s)) + v * (1 + d * d * (1 - s) / (2 * s)) * dt;
            }
            case CpsSde cps -> {
                double d = to * Math.sin(cps.eta() * Math.PI / 2);
                yield clean * (1 - to) + (x + (1 - s) * v) * Math.sqrt(to * to - d * d);
            }
            case DanceSde dance ->
                x + (v + 0.5 * dance.eta() * dance.eta() * (x - clean * (1 - s)) / (s * s + 1e-8)) * dt;
        };
    }

    private static double noise(SdeStep sde, Interval at) {
        double root = Math.sqrt((double) at.from() - at.to());
        return switch (sde) {
            case FlowSde flow -> flowDeviation(flow, at) * root;
            case CpsSde cps -> at.to() * Math.sin(cps.eta() * Math.PI / 2);
            case DanceSde dance -> dance.eta() * root;
        };
    }

    private static double flowDeviation(FlowSde flow, Interval at) {
        double s = at.from();
        return flow.eta() * Math.sqrt(s / (1 - (s == 1 ? at.second() : s)));
    }

    /** In the limit of many steps the ODE, flow-SDE and Dance-SDE draw the world itself; CPS narrows it. */
    @Test
    void withManyStepsTheWorldIsDrawn() {
        assertThat(drawn(new CpsSde(0), 4000).variance()).isCloseTo(SPREAD * SPREAD, within(0.002));
        assertThat(drawn(new FlowSde(0.5), 4000).variance()).isCloseTo(SPREAD * SPREAD, within(0.005));
        assertThat(drawn(new DanceSde(0.5), 4000).variance()).isCloseTo(SPREAD * SPREAD, within(0.005));
        assertThat(drawn(new CpsSde(1), 50).variance()).isLessThan(0.9 * SPREAD * SPREAD);
        for (SdeStep sde : List.of(new CpsSde(0), new CpsSde(1), new FlowSde(0.5), new DanceSde(0.5))) {
            assertThat(drawn(sde, 4000).mean()).as(sde.toString()).isCloseTo(MEAN, within(0.005));
        }
    }

    private static Normal drawn(SdeStep sde, int steps) {
        Schedule schedule = schedule(steps);
        Normal x = new Normal(0, 1);
        for (int i = 0; i < steps; i++) {
            Interval at = schedule.interval(i);
            Line line = Line.at(at.from());
            SdeStep.Coefficients by = sde.over(at);
            double slope = by.latents() + by.velocity() * line.slope();
            x = new Normal(
                    slope * x.mean() + by.velocity() * line.offset(),
                    slope * slope * x.variance() + by.noiseScale() * by.noiseScale());
        }
        return x;
    }
}
