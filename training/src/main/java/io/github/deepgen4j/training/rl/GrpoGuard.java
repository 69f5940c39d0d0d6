// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.tensor.Tensor;

/**
 * The ratio of GRPO-Guard (spec/rl.md section 10.2), which is centred at 1 and of one scale at all noise levels.
 *
 * @param paper the paper's formula, in which losses are divided by the squared step, too; else the published default
 */
public record GrpoGuard(boolean paper) {
    private static final double LEAST = 1e-8;

    /**
     * The views that the policy of now and that of the rollout have of one step.
     *
     * @param difference (B) of the log-probabilities, now less then
     * @param drift (B), mean squared difference of the means over C, h, w
     * @param deviation (B), the sampler's std_dev
     * @param rootStep (B), square root of the step in noise level
     */
    public record Moves(Tensor difference, Tensor drift, Tensor deviation, Tensor rootStep) {}

    /** Losses (B) and ratios (B) of samples. */
    public ClippedPolicy.Losses of(ClippedPolicy clip, Moves moves, Tensor advantages) {
        return paper
                ? paper(clip, moves, moves.rootStep(), moves.deviation(), advantages)
                : clip.of(exponent(moves), advantages);
    }

    private static Tensor exponent(Moves moves) {
        Tensor scale = moves.rootStep().mul(moves.deviation()).clamp(LEAST, Double.POSITIVE_INFINITY);
        return moves.difference().mul(scale).add(moves.drift().div(scale.mul(2)));
    }

    private static ClippedPolicy.Losses paper(
            ClippedPolicy clip, Moves moves, Tensor step, Tensor deviation, Tensor advantages) {
        Tensor scale = step.mul(deviation);
        Tensor exponent =
                moves.difference().add(moves.drift().div(scale.square().mul(2))).mul(scale);
        ClippedPolicy.Losses losses = clip.of(exponent, advantages);
        return new ClippedPolicy.Losses(losses.loss().div(step.square()), losses.ratio());
    }

    /** The paper's formula as published, with means over the micro-batch instead of each sample's values (B27). */
    static ClippedPolicy.Losses published(ClippedPolicy clip, Moves moves, Tensor advantages) {
        Moves mixed = new Moves(
                moves.difference(),
                moves.drift().mean(),
                moves.deviation().mean(),
                moves.rootStep().mean());
        return paper(clip, mixed, mixed.rootStep(), mixed.deviation(), advantages);
    }
}
