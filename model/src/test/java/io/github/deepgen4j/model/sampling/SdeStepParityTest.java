// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.model.sampling.SchedulerConfig.Dynamic;
import io.github.deepgen4j.model.sampling.SchedulerConfig.Static;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Stochastic steps and their probabilities against those of the published trainer ({@code rl/sde_step.json}). */
class SdeStepParityTest {
    /** Below this scale (next - mean)^2 / 1e-8 amplifies the last bit of the mean, so the recorded mean is fed back. */
    private static final double DEGENERATE = 1e-5;

    private static final Offset<Float> SIGMA = Offset.offset(2e-6f);

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void stepsAndProbabilitiesAreThePublishedOnes() {
        JsonNode golden = Golden.json("rl/sde_step.json");
        try (var tensors = Golden.tensors("rl/sde_step.safetensors")) {
            for (JsonNode facts : golden.get("cases")) {
                try (var _ = Scope.open()) {
                    new Case(facts, tensors, golden.get("far_offset").asDouble()).check();
                }
            }
        }
    }

    /** One recorded batch, in which each sample is at a step of its own. */
    private record Case(JsonNode facts, Safetensors tensors, double farOffset) {
        void check() {
            SdeStep step =
                    step(facts.get("sampler").asString(), facts.get("eta").asDouble());
            double tolerance = step instanceof DanceSde ? 1e-4 : 1e-5;
            List<Interval> intervals = intervals();
            checkNumbers(step, intervals);
            Tensor velocity = recorded("model_output").requireGrad(true);
            Tensor mean = step.mean(recorded("sample"), velocity, intervals);
            Golden.assertClose(name("mean"), mean, recorded("mean"), 1e-5);
            Golden.assertClose(name("next"), step.draw(mean, recorded("noise"), intervals), recorded("next"), 1e-5);

            Tensor used = used(mean, step, intervals);
            Tensor logProb = step.logProb(recorded("next"), used, intervals);
            checkAll("log_prob", logProb, tolerance);
            checkAll("log_prob_at_mean", step.logProb(recorded("mean"), recorded("mean"), intervals), tolerance);
            Tensor far = step.logProb(recorded("next").add(farOffset), used, intervals);
            checkAll("log_prob_far", far, tolerance);
            checkAll("log_prob_far_clamped", SdeStep.clamped(far), tolerance);

            logProb.mul(weights()).sum().backward();
            Tensor expected = recorded("grad_model_output");
            if (expected.norm().item() == 0) {
                assertThat(velocity.grad().norm().item()).as(name("gradient")).isZero();
            } else {
                Golden.assertClose(name("gradient"), velocity.grad(), expected, 1e-4);
            }
        }

        private String name(String what) {
            return facts.get("case").asString() + " " + facts.get("sampler").asString() + " " + what;
        }

        private Tensor recorded(String what) {
            return tensors.tensor(facts.get("case").asString() + "." + what);
        }

        /** The own mean, but the recorded values for samples whose scale is degenerate; gradients are the own ones. */
        private Tensor used(Tensor mean, SdeStep step, List<Interval> intervals) {
            List<Tensor> rows = new ArrayList<>();
            for (int i = 0; i < intervals.size(); i++) {
                Tensor own = mean.narrow(0, i, 1);
                boolean degenerate = step.over(intervals.get(i)).noiseScale() < DEGENERATE;
                rows.add(degenerate ? own.add(recorded("mean").narrow(0, i, 1).sub(own.detach())) : own);
            }
            return Tensor.cat(0, rows);
        }

        private Tensor weights() {
            float[] weights = new float[facts.get("grad_weights").size()];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = facts.get("grad_weights").get(i).floatValue();
            }
            return Tensor.of(weights, weights.length);
        }

        private List<Interval> intervals() {
            var config = new SchedulerConfig(1000, new Static(facts.get("shift").asDouble()));
            Schedule schedule = Schedule.of(config, facts.get("steps").asInt(), 0);
            List<Interval> intervals = new ArrayList<>();
            for (int i = 0; i < facts.get("step_index").size(); i++) {
                Interval interval =
                        schedule.interval(facts.get("step_index").get(i).asInt());
                assertThat(interval.from()).isEqualTo(facts.get("sigma").get(i).floatValue(), SIGMA);
                assertThat(interval.to())
                        .isEqualTo(facts.get("sigma_next").get(i).floatValue(), SIGMA);
                intervals.add(interval);
            }
            return intervals;
        }

        private void checkNumbers(SdeStep step, List<Interval> intervals) {
            for (int i = 0; i < intervals.size(); i++) {
                SdeStep.Coefficients at = step.over(intervals.get(i));
                close("std_dev", i, at.stdDev(), 1e-5);
                close("noise_scale", i, at.noiseScale(), 1e-5);
                close("sqrt_minus_dt", i, intervals.get(i).rootLength(), 1e-5);
            }
        }

        private void checkAll(String what, Tensor found, double tolerance) {
            float[] values = found.toFloats();
            for (int i = 0; i < values.length; i++) {
                close(what, i, values[i], tolerance);
            }
        }

        /** Differences of log-probabilities are what counts, so near 0 the error is absolute. */
        private void close(String what, int sample, double found, double tolerance) {
            double expected = facts.get(what).get(sample).asDouble();
            assertThat(found)
                    .as(name(what) + " of sample " + sample)
                    .isCloseTo(expected, within(tolerance * Math.max(1, Math.abs(expected))));
        }
    }

    private static SdeStep step(String name, double eta) {
        return switch (name) {
            case "flowgrpo_sde" -> new FlowSde(eta);
            case "cps_sde" -> new CpsSde(eta);
            case "dance_sde" -> new DanceSde(eta);
            default -> throw new AssertionError("unknown sampler " + name);
        };
    }

    @Test
    void schedulesAreThoseOfTheTrainer() {
        JsonNode golden = Golden.json("rl/schedule.json");
        for (JsonNode entry : golden.get("static")) {
            check(new SchedulerConfig(1000, new Static(entry.get("shift").asDouble())), 0, entry);
        }
        for (JsonNode entry : golden.get("dynamic")) {
            Dynamic shift = new Dynamic(256, 4096, 0.5, 1.15, true);
            long tokens = entry.get("tokens").asLong();
            assertThat(shift.mu(tokens)).isCloseTo(entry.get("mu").asDouble(), within(2e-6));
            check(new SchedulerConfig(1000, shift), tokens, entry);
        }
    }

    private static void check(SchedulerConfig config, long tokens, JsonNode entry) {
        Schedule schedule = Schedule.of(config, entry.get("steps").asInt(), tokens);
        assertThat(schedule.sigmas()).hasSize(entry.get("sigmas").size());
        for (int i = 0; i < schedule.sigmas().length; i++) {
            assertThat(schedule.sigmas()[i])
                    .isEqualTo(entry.get("sigmas").get(i).floatValue(), SIGMA);
        }
        for (int i = 0; i < schedule.steps(); i++) {
            assertThat(schedule.timesteps()[i])
                    .isEqualTo(entry.get("timesteps").get(i).floatValue(), Offset.offset(2e-3f));
        }
    }

    /** The scalars of spec/rl.md section 18: s 0.8, s' 0.75, x 0.5, v -0.3, next 0.6, eta 0.7. */
    @Test
    void scalarsOfTheSpecification() {
        Interval at = new Interval(0.8f, 0.75f, 0.9f);
        checkScalars(new FlowSde(0.7), at, 1.4, 0.48805, 0.313050, 0.178512);
        checkScalars(new CpsSde(0.7), at, 0.668255, 0.334817, 0.668255, -0.0703221);
        checkScalars(new DanceSde(0.7), at, 0.156525, 0.508263, 0.156525, 0.763852);
    }

    private static void checkScalars(
            SdeStep step, Interval at, double stdDev, double mean, double noiseScale, double logProb) {
        try (var _ = Scope.open()) {
            Tensor found = step.mean(scalar(0.5), scalar(-0.3), List.of(at));
            assertThat(step.over(at).stdDev()).isCloseTo(stdDev, within(1e-6));
            assertThat(step.over(at).noiseScale()).isCloseTo(noiseScale, within(1e-6));
            assertThat(found.item()).isCloseTo(mean, within(1e-6));
            assertThat(step.logProb(scalar(0.6), found, List.of(at)).item()).isCloseTo(logProb, within(2e-6));
        }
    }

    private static Tensor scalar(double value) {
        return Tensor.full(value, DType.F32, 1, 1, 1, 1);
    }

    @Test
    void withoutNoiseEveryStepIsEulers() {
        Interval at = new Interval(0.8f, 0.75f, 0.9f);
        for (SdeStep step : List.of(new FlowSde(0), new CpsSde(0), new DanceSde(0))) {
            SdeStep.Coefficients found = step.over(at);
            assertThat(found.latents()).isCloseTo(1, within(1e-12));
            assertThat(found.velocity()).isCloseTo(0.75f - (double) 0.8f, within(1e-12));
            assertThat(found.noiseScale()).isZero();
        }
    }

    @Test
    void refusesANegativeEta() {
        for (double eta : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new FlowSde(eta)).hasMessageContaining("eta expected a number >= 0");
            assertThatThrownBy(() -> new CpsSde(eta)).hasMessageContaining("eta expected a number >= 0");
            assertThatThrownBy(() -> new DanceSde(eta)).hasMessageContaining("eta expected a number >= 0");
        }
    }
}
