// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static io.github.deepgen4j.model.files.ConfigException.require;

import io.github.deepgen4j.model.files.ConfigException;
import java.util.stream.IntStream;

/**
 * The published sizes of an update and the arithmetic by which they are shared out (spec/rl.md section 2), all in
 * images.
 *
 * @param processes that share an update
 * @param group images of one prompt
 * @param rolloutMicro images of a process that are drawn together
 * @param rollout images of all processes that are drawn for an update
 * @param policyMicro images of a process whose gradients are computed together
 * @param policy images of all processes in an update of the weights
 * @param updates of the weights for each rollout
 */
public record BatchSizes(
        int processes, int group, int rolloutMicro, int rollout, int policyMicro, int policy, int updates) {
    /** @throws ConfigException if they do not divide as they must, naming the nearest that do */
    public BatchSizes {
        require(group >= 2, "group", "2 or more images of a prompt, to be compared", group);
        requireMultiple("images of a rollout", rollout, rolloutMicro * processes);
        requireMultiple("images of an update", policy, policyMicro * processes);
        if ((long) policy * updates > rollout) {
            throw new ConfigException("%d updates of %d images expected a rollout of %d images or more, found %d"
                    .formatted(updates, policy, (long) policy * updates, rollout));
        }
    }

    private static void requireMultiple(String what, int size, int unit) {
        if (size % unit != 0) {
            throw new ConfigException(what + " expected a multiple of " + unit + ", found " + size + "; "
                    + nearest(size, unit) + " would fit");
        }
    }

    /** The multiples of a unit next to a size, as words. */
    static String nearest(int size, int unit) {
        int below = size / unit * unit;
        return below == 0 ? Integer.toString(unit) : below + " or " + (below + unit);
    }

    /** The divisors of a size next to a number, as words. */
    static String nearestDivisors(int size, int number) {
        int below = IntStream.iterate(Math.min(number, size), n -> n - 1)
                .filter(n -> size % n == 0)
                .findFirst()
                .orElse(1);
        int above = IntStream.rangeClosed(Math.min(number, size), size)
                .filter(n -> size % n == 0)
                .findFirst()
                .orElse(size);
        return below == above ? Integer.toString(below) : below + " or " + above;
    }

    /** Prompts that a process draws together. */
    public int promptsTogether() {
        return Math.max(1, rolloutMicro / group);
    }

    /** Times that a process draws for one rollout. */
    public int rolloutRounds() {
        return rollout / (rolloutMicro * processes);
    }

    /** Micro-batches of a process in an update of the weights. */
    public int accumulation() {
        return policy / (policyMicro * processes);
    }

    /**
     * The weight that the published code gives the loss of each trained step's micro-batch.
     *
     * @param images of a process
     * @param micro images of a micro-batch
     * @param steps that are trained
     */
    static double published(int images, int micro, int updates, int steps) {
        int each = images / updates;
        return 1.0 / ((double) updates * steps * Math.ceilDiv(each, micro));
    }
}
