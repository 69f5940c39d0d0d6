// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.objective.Objective.Outcome;
import io.github.deepgen4j.training.rl.PolicyPass.Evaluated;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;

/** The loss of stage 3 at one trained step of some images of a group (spec/rl.md section 10), and what it tells. */
final class PolicyLoss {
    private final PolicyConfig policy;
    private final KlConfig kl;
    private final PolicyPass pass;
    private final int steps;
    private final DoubleConsumer ratios;

    /**
     * @param steps of denoising
     * @param ratios told of each ratio of probabilities
     */
    PolicyLoss(PolicyConfig policy, KlConfig kl, PolicyPass pass, int steps, DoubleConsumer ratios) {
        this.policy = policy;
        this.kl = kl;
        this.pass = pass;
        this.steps = steps;
        this.ratios = ratios;
    }

    /**
     * Images of a group at one step.
     *
     * @param trajectory what was kept of the group
     * @param noise from which it was drawn, and which losses on noised images draw from
     * @param conditions of its prompt
     * @param step of denoising
     * @param first number of the first image within the group
     * @param advantages of the images
     * @param uncertain images that the reference holds
     * @param old velocities (n, C, h, w) that the averages have for the group, for a loss that asks for them
     */
    record Piece(
            Trajectory trajectory,
            GroupNoise noise,
            ConditionPair conditions,
            int step,
            int first,
            double[] advantages,
            boolean[] uncertain,
            Optional<Tensor> old) {
        int images() {
            return advantages.length;
        }

        Tensor latents(int done) {
            return trajectory.latents(done, first, images());
        }

        /** Draws of the step, shaped as the image's latents. */
        Tensor noise(Tensor image) {
            return noise.step(step, first, images(), image.size(1), image.size(2), image.size(3))
                    .to(image.dtype());
        }

        /** 1 for images that the reference holds, else 0. */
        private double[] counted() {
            return IntStream.range(0, uncertain.length)
                    .mapToDouble(i -> uncertain[i] ? 1 : 0)
                    .toArray();
        }
    }

    /** @param samples counted for the throughput */
    Outcome of(Piece piece, int samples) {
        Evaluated now = evaluated(piece);
        Map<String, Double> measures = new LinkedHashMap<>();
        Tensor loss = policy(piece, now, measures, ratios).mean();
        measures.put("policy_loss", loss.item());
        if (kl.asksReference()) {
            loss = loss.add(pull(piece, now, measures));
        }
        return new Outcome(loss, "", samples, measures);
    }

    /** The loss without the pull to the reference; tells nothing else. */
    Outcome policy(Piece piece) {
        Tensor loss = policy(piece, evaluated(piece), new LinkedHashMap<>(), _ -> {});
        return new Outcome(loss.mean(), "", 0);
    }

    /** The pull to the reference alone; tells nothing else. */
    Outcome pull(Piece piece) {
        return new Outcome(pull(piece, evaluated(piece), new LinkedHashMap<>()), "", 0);
    }

    private Evaluated evaluated(Piece piece) {
        return pass.at(latents(piece), piece.conditions(), piece.step());
    }

    private Tensor latents(Piece piece) {
        if (!(policy instanceof AdvantageMatching)) {
            return piece.latents(piece.step());
        }
        Tensor image = piece.latents(steps);
        return AdvantageMatching.noised(image, piece.noise(image), pass.sigma(image, piece.step()));
    }

    private Tensor policy(Piece piece, Evaluated now, Map<String, Double> measures, DoubleConsumer told) {
        Tensor advantages = Tensor.of(piece.advantages(), piece.images()).to(DType.F32);
        return switch (policy) {
            case PolicyConfig.FlowGrpo grpo -> {
                Tensor difference = difference(piece, now);
                yield noted(grpo.clip(), grpo.clip().of(difference, advantages), difference, measures, told);
            }
            case PolicyConfig.Guard guard -> {
                Tensor difference = difference(piece, now);
                Tensor then = piece.trajectory().mean(piece.step(), piece.first(), piece.images());
                GrpoGuard.Moves moves = new GrpoGuard.Moves(
                        difference, Divergence.meanSquare(now.mean(), then), now.stdDev(), now.rootStep());
                ClippedPolicy.Losses losses = new GrpoGuard(guard.paper()).of(guard.clip(), moves, advantages);
                yield noted(guard.clip(), losses, difference, measures, told);
            }
            case DiffusionNft nft -> {
                Tensor sigma = Tensor.full(now.intervals().getFirst().from(), DType.F32, piece.images());
                Tensor old = piece.old()
                        .map(all -> all.narrow(0, piece.first(), piece.images()))
                        .orElseGet(() -> now.velocity().detach());
                int target = nft.target() == DiffusionNft.Target.FINAL ? steps : piece.step() + 1;
                yield nft.losses(now.velocity(), old, now.latents(), piece.latents(target), sigma, advantages);
            }
            case AdvantageMatching _ -> {
                Tensor image = piece.latents(steps);
                yield AdvantageMatching.losses(now.velocity(), image, piece.noise(image), advantages);
            }
        };
    }

    private Tensor difference(Piece piece, Evaluated now) {
        Tensor then = piece.trajectory().logProb(piece.step(), piece.first(), piece.images());
        return pass.logProb(now, piece.latents(piece.step() + 1)).sub(then);
    }

    private Tensor noted(
            ClippedPolicy clip,
            ClippedPolicy.Losses losses,
            Tensor difference,
            Map<String, Double> measures,
            DoubleConsumer told) {
        float[] all = losses.ratio().detach().toFloats();
        int above = 0;
        int below = 0;
        for (float ratio : all) {
            told.accept(ratio);
            above += ratio > 1 + clip.high() ? 1 : 0;
            below += ratio < 1 - clip.low() ? 1 : 0;
        }
        measures.put("clipped_above", above / (double) all.length);
        measures.put("clipped_below", below / (double) all.length);
        measures.put("approximate_kl", 0.5 * difference.detach().square().mean().item());
        return losses.loss();
    }

    private Tensor pull(Piece piece, Evaluated now, Map<String, Double> measures) {
        Evaluated reference = pass.reference(now.latents(), piece.conditions(), piece.step());
        distances(now.velocity(), reference.velocity(), measures);
        Tensor divergence = divergence(now, reference)
                .mul(Tensor.of(piece.counted(), piece.images()).to(DType.F32))
                .mean();
        measures.put("kl", divergence.item());
        Tensor pull = divergence.mul(kl.beta());
        if (kl.norm() == 0) {
            return pull;
        }
        Tensor excess = NormGuard.penalty(now.velocity(), reference.velocity()).mean();
        measures.put("norm_penalty", excess.item());
        return pull.add(excess.mul(kl.norm()));
    }

    private Tensor divergence(Evaluated now, Evaluated reference) {
        Tensor deviation = policy.noisy()
                ? now.stdDev()
                : Tensor.full(DiffusionNft.DEVIATION, DType.F32, now.intervals().size());
        return kl.of() == Divergence.VELOCITY
                ? Divergence.of(now.velocity(), reference.velocity(), deviation)
                : Divergence.of(now.mean(), reference.mean(), deviation);
    }

    /** Distance of the velocity from the reference's, and its length, in units of that one's. */
    private static void distances(Tensor velocity, Tensor reference, Map<String, Double> measures) {
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            double length = reference.norm().item();
            measures.put("velocity_distance", velocity.sub(reference).norm().item() / length);
            measures.put("velocity_norm_ratio", velocity.norm().item() / length);
        }
    }
}
