// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.sampling.CpsSde;
import io.github.deepgen4j.model.sampling.DanceSde;
import io.github.deepgen4j.model.sampling.FlowSde;
import io.github.deepgen4j.model.sampling.Interval;
import io.github.deepgen4j.model.sampling.Schedule;
import io.github.deepgen4j.model.sampling.SchedulerConfig;
import io.github.deepgen4j.model.sampling.SchedulerConfig.Static;
import io.github.deepgen4j.model.sampling.SdeStep;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.rl.DiffusionNft.Target;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Losses and their gradients against those of the published code ({@code rl/losses}). */
class LossesParityTest {
    private static final double LOSS = 1e-5;
    private static final double GRADIENT = 1e-4;

    private final JsonNode recorded = Golden.json("rl/losses.json");

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static ClippedPolicy clip(JsonNode range) {
        return range.isArray()
                ? new ClippedPolicy(-range.get(0).asDouble(), range.get(1).asDouble())
                : new ClippedPolicy(range.asDouble(), range.asDouble());
    }

    @Test
    void clippedPolicyIsThePublishedOne() {
        for (JsonNode one : recorded.get("policy")) {
            String what = one.get("name").asString();
            try (var _ = Scope.open()) {
                Tensor now = Numbers.tensor(one.get("log_prob_new")).requireGrad(true);
                Tensor difference = now.sub(Numbers.tensor(one.get("log_prob_old")));
                Tensor exponent = one.get("clamp_diff").asBoolean() ? ClippedPolicy.bounded(difference) : difference;
                var losses = clip(one.get("clip")).of(exponent, Numbers.tensor(one.get("advantages")));
                Numbers.assertClose(what, Numbers.values(losses.ratio()), one.get("ratio"), LOSS);
                Tensor loss = losses.loss().mean();
                Numbers.assertClose(what, loss.item(), Numbers.of(one.get("policy_loss")), LOSS);
                loss.backward();
                Numbers.assertClose(what, Numbers.values(now.grad()), one.get("grad_log_prob_new"), GRADIENT);
            }
        }
    }

    private static SdeStep sampler(JsonNode one) {
        double eta = one.get("eta").asDouble();
        return switch (one.get("sampler").asString()) {
            case "cps_sde" -> new CpsSde(eta);
            case "flowgrpo_sde" -> new FlowSde(eta);
            default -> new DanceSde(eta);
        };
    }

    private static List<Interval> intervals(JsonNode one) {
        SchedulerConfig shifted =
                new SchedulerConfig(1000, new Static(one.get("shift").asDouble()));
        float[] sigmas = Schedule.of(shifted, one.get("steps").asInt(), 0).sigmas();
        return one.get("step_index")
                .valueStream()
                .map(JsonNode::asInt)
                .map(j -> new Interval(sigmas[j], sigmas[j + 1], sigmas[1]))
                .toList();
    }

    @Test
    void guardIsThePublishedOne() {
        try (Safetensors tensors = Golden.tensors("rl/losses.safetensors")) {
            for (JsonNode one : recorded.get("guard")) {
                guard(one, one.get("case").asString(), tensors);
            }
        }
    }

    private static void guard(JsonNode one, String what, Safetensors tensors) {
        try (var _ = Scope.open()) {
            SdeStep sde = sampler(one);
            List<Interval> at = intervals(one);
            Tensor latents = tensors.tensor(what + ".sample");
            Tensor next = tensors.tensor(what + ".next");
            Tensor velocity = tensors.tensor(what + ".v_new").copy().requireGrad(true);
            Tensor mean = sde.mean(latents, velocity, at);
            Tensor before = sde.mean(latents, tensors.tensor(what + ".v_old"), at);
            Tensor logProb = sde.logProb(next, mean, at);
            Numbers.assertClose(what, Numbers.values(logProb), one.get("log_prob_new"), GRADIENT);
            GrpoGuard.Moves moves = new GrpoGuard.Moves(
                    logProb.sub(Numbers.tensor(one.get("log_prob_old"))),
                    Divergence.meanSquare(mean, before),
                    Numbers.tensor(one.get("std_dev")),
                    Numbers.tensor(one.get("sqrt_minus_dt")));
            Tensor advantages = Numbers.tensor(one.get("advantages"));
            ClippedPolicy clip = clip(one.get("clip"));
            boolean paper = one.get("paper").asBoolean();
            var losses = paper
                    ? GrpoGuard.published(clip, moves, advantages)
                    : new GrpoGuard(false).of(clip, moves, advantages);
            if (one.has("ratio")) {
                Numbers.assertClose(what, Numbers.values(losses.ratio()), one.get("ratio"), GRADIENT);
            }
            Tensor loss = losses.loss().mean();
            Numbers.assertClose(what, loss.item(), Numbers.of(one.get("policy_loss")), GRADIENT);
            loss.backward();
            Golden.assertClose(what, velocity.grad(), tensors.tensor(what + ".grad_v_new"), GRADIENT);
        }
    }

    @Test
    void paperGuardOfOneNoiseLevelNeedsNoMeanOverTheBatchButItsDrift() {
        try (var _ = Scope.open()) {
            Tensor step = Tensor.of(new float[] {0.3f, 0.3f}, 2);
            Tensor deviation = Tensor.of(new float[] {0.8f, 0.8f}, 2);
            Tensor drift = Tensor.of(new float[] {0.01f, 0.01f}, 2);
            Tensor difference = Tensor.of(new float[] {0.002f, -0.001f}, 2);
            Tensor advantages = Tensor.of(new float[] {1, -2}, 2);
            var moves = new GrpoGuard.Moves(difference, drift, deviation, step);
            ClippedPolicy clip = new ClippedPolicy(0.2, 0.2);
            assertThat(Numbers.values(
                            new GrpoGuard(true).of(clip, moves, advantages).loss()))
                    .isEqualTo(Numbers.values(
                            GrpoGuard.published(clip, moves, advantages).loss()));
        }
    }

    @Test
    void divergenceIsThePublishedOne() {
        try (Safetensors tensors = Golden.tensors("rl/losses.safetensors")) {
            for (JsonNode one : recorded.get("kl")) {
                divergence(one, one.get("case").asString(), tensors);
            }
        }
    }

    private static void divergence(JsonNode one, String what, Safetensors tensors) {
        try (var _ = Scope.open()) {
            Tensor velocity = tensors.tensor(what + ".v_policy").copy().requireGrad(true);
            Tensor reference = tensors.tensor(what + ".v_reference");
            Tensor own = velocity;
            double limit = LOSS;
            if (one.get("kl_type").asString().startsWith("x")) {
                SdeStep sde = sampler(one);
                List<Interval> at = intervals(one);
                Tensor latents = tensors.tensor(what + ".sample");
                own = sde.mean(latents, velocity, at);
                reference = sde.mean(latents, reference, at);
                limit = GRADIENT; // the difference of two means that are nearly equal
            }
            Tensor each = Divergence.of(own, reference, Numbers.tensor(one.get("std_dev")));
            Numbers.assertClose(what, Numbers.values(each), one.get("kl_per_sample"), GRADIENT);
            Tensor mean = each.mean();
            Golden.assertClose(what, mean.item(), one.get("kl").asDouble(), limit);
            mean.backward();
            Golden.assertClose(what, velocity.grad(), tensors.tensor(what + ".grad_v_policy"), 10 * limit);
        }
    }

    @Test
    void diffusionNftIsThePublishedOne() {
        try (Safetensors tensors = Golden.tensors("rl/losses.safetensors")) {
            for (JsonNode one : recorded.get("nft")) {
                nft(one, one.get("case").asString(), tensors);
            }
        }
    }

    private static void nft(JsonNode one, String what, Safetensors tensors) {
        try (var _ = Scope.open()) {
            DiffusionNft nft = new DiffusionNft(
                    one.get("beta").asDouble(),
                    one.get("adv_clip").asDouble(),
                    Target.NEXT,
                    one.get("off_policy").asBoolean());
            Tensor velocity = tensors.tensor(what + ".v_new").copy().requireGrad(true);
            Tensor old = nft.offPolicy() ? tensors.tensor(what + ".v_old") : velocity.detach();
            Tensor latents = tensors.tensor(what + ".x_t");
            Tensor target = tensors.tensor(what + ".x0");
            Tensor sigma = Numbers.tensor(one.get("timestep")).div(1000);
            Tensor towards = DiffusionNft.distance(
                    velocity.mul(nft.beta()).add(old.mul(1 - nft.beta())), latents, target, sigma);
            Numbers.assertClose(what, toDoubles(towards), one.get("positive_loss"), LOSS);
            Tensor loss = nft.losses(velocity, old, latents, target, sigma, Numbers.tensor(one.get("advantages")))
                    .mean();
            Golden.assertClose(what, loss.item(), one.get("policy_loss").asDouble(), LOSS);
            loss.backward();
            Golden.assertClose(what, velocity.grad(), tensors.tensor(what + ".grad_v_new"), GRADIENT);
        }
    }

    private static double[] toDoubles(Tensor tensor) {
        return IntStream.range(0, Math.toIntExact(tensor.elements()))
                .mapToDouble(i -> tensor.select(0, i).item())
                .toArray();
    }

    @Test
    void boundsOfTheClipMayDiffer() {
        try (var _ = Scope.open()) {
            ClippedPolicy clip = new ClippedPolicy(0.1, 0.3);
            Tensor exponent = Tensor.of(new float[] {1, 1, -1, -1, 0}, 5);
            Tensor advantages = Tensor.of(new float[] {1, -1, 1, -1, 0}, 5);
            float e = (float) Math.exp(1);
            float less = (float) Math.exp(-1);
            assertThat(clip.of(exponent, advantages).loss().toFloats())
                    .usingComparatorWithPrecision(1e-6f)
                    .containsExactly(-1.3f, e, -less, 0.9f, 0f);
        }
    }
}
