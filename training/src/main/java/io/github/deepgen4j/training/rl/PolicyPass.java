// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.dit.DiffusionTransformer;
import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.generation.VelocityFields;
import io.github.deepgen4j.model.sampling.Interval;
import io.github.deepgen4j.model.sampling.Schedule;
import io.github.deepgen4j.model.sampling.SdeStep;
import io.github.deepgen4j.model.sampling.VelocityField.Moment;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.Collections;
import java.util.List;

/**
 * The policy at recorded transitions: what the transformer of now, and the reference, say of steps that were drawn
 * before. The way is that of the rollout, with a graph. Letters: B images of one group, C, h, w as latents.
 */
public final class PolicyPass {
    private final Networks networks;
    private final RolloutOptions options;

    /** @param networks not owned */
    public PolicyPass(Networks networks, RolloutOptions options) {
        this.networks = networks;
        this.options = options;
    }

    /**
     * The policy's view of a step, float32.
     *
     * @param velocity (B, C, h, w)
     * @param mean (B, C, h, w) of the next latents
     * @param stdDev (B), d of the step
     * @param rootStep (B), square root of the step in noise level
     */
    public record Evaluated(
            Tensor latents, Tensor velocity, Tensor mean, Tensor stdDev, Tensor rootStep, List<Interval> intervals) {}

    /**
     * The policy of now at a step, with a graph.
     *
     * @param latents (B, C, h, w) before the step
     * @param conditions of the group's prompt, one row
     */
    public Evaluated at(Tensor latents, ConditionPair conditions, int step) {
        return evaluated(latents, velocity(networks.transformer(), latents, conditions, step), step);
    }

    /** The reference at a step, without a graph. */
    public Evaluated reference(Tensor latents, ConditionPair conditions, int step) {
        return withoutGraph(networks.referenceTransformer(), latents, conditions, step);
    }

    /** The policy of now at a step, without a graph: while averages are in place, that of the averages. */
    public Evaluated frozen(Tensor latents, ConditionPair conditions, int step) {
        return withoutGraph(networks.transformer(), latents, conditions, step);
    }

    private Evaluated withoutGraph(
            DiffusionTransformer transformer, Tensor latents, ConditionPair conditions, int step) {
        try (var scope = Scope.open();
                var _ = Autograd.disabled()) {
            Evaluated found = evaluated(latents, velocity(transformer, latents, conditions, step), step);
            return new Evaluated(
                    latents,
                    scope.keep(found.velocity),
                    scope.keep(found.mean),
                    scope.keep(found.stdDev),
                    scope.keep(found.rootStep),
                    found.intervals);
        }
    }

    /** Log-probabilities (B) of the latents after the step. */
    public Tensor logProb(Evaluated policy, Tensor next) {
        return options.sde().logProb(next, policy.mean, policy.intervals);
    }

    /** Noise level of latents before a step. */
    public double sigma(Tensor latents, int step) {
        return schedule(latents).interval(step).from();
    }

    private Tensor velocity(DiffusionTransformer transformer, Tensor latents, ConditionPair conditions, int step) {
        int images = Math.toIntExact(latents.size(0));
        Moment moment = new Moment(step, options.steps(), schedule(latents).timesteps()[step]);
        return new VelocityFields(transformer, networks.compute())
                .of(conditions, Collections.nCopies(images, List.of()), options.sampler(), Observer.NONE)
                .velocity(latents.to(networks.compute()), moment)
                .to(DType.F32);
    }

    private Evaluated evaluated(Tensor latents, Tensor velocity, int step) {
        int images = Math.toIntExact(latents.size(0));
        Interval interval = schedule(latents).interval(step);
        List<Interval> intervals = Collections.nCopies(images, interval);
        SdeStep.Coefficients at = options.sde().over(interval);
        return new Evaluated(
                latents,
                velocity,
                options.sde().mean(latents, velocity, intervals),
                Tensor.full(at.stdDev(), DType.F32, images),
                Tensor.full(interval.rootLength(), DType.F32, images),
                intervals);
    }

    private Schedule schedule(Tensor latents) {
        return options.sampler()
                .schedule(networks.config().scheduler(), networks.transformer().tokens(latents));
    }
}
