// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The part of a rollout that is kept: no more than the policy will be trained on.
 *
 * @param trained numbers of the steps, 0, 1, ...
 * @param next true for the latents after each of these steps, too
 * @param means true for the means of the drawn latents, which GRPO-Guard asks for
 * @param last true for the latents after the last step of all
 */
public record Kept(int[] trained, boolean next, boolean means, boolean last) {
    /** Transitions with the probabilities that they had. */
    public static Kept transitions(int[] trained) {
        return new Kept(trained, true, false, false);
    }

    boolean trains(int step) {
        return Arrays.stream(trained).anyMatch(t -> t == step);
    }

    /** True for the latents after {@code done} of all {@code steps}. */
    boolean latents(int done, int steps) {
        return trains(done) || next && trains(done - 1) || last && done == steps;
    }

    /** Number of latents of an image that are kept. */
    public int latents(int steps) {
        return (int) IntStream.rangeClosed(0, steps)
                        .filter(done -> latents(done, steps))
                        .count()
                + (means ? trained.length : 0);
    }
}
