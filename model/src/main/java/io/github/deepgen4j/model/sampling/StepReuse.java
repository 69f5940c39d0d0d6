// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;

/**
 * The steps that do not compute the transformer's blocks after the first, but add again what these added in the last
 * step that computed them: between neighbouring steps it changes little.
 */
public sealed interface StepReuse {
    /** Every step computes every block. */
    StepReuse NONE = new Below(0);

    /**
     * The rule for a step, 0 to steps - 1, that has an earlier one to repeat.
     *
     * @param change of the first block's residual since the last computed step, see {@link Below}
     */
    boolean mayReuse(int step, DoubleSupplier change);

    /**
     * Refuses a rule that does not fit a number of steps.
     *
     * @throws IllegalArgumentException saying why
     */
    default void checkSteps(int steps) {}

    /**
     * Steps in which the first block does nearly what it did in the last computed one; as ParaAttention's first-block
     * cache decides. Which steps these are depends on the image, and near the threshold on the processor.
     *
     * @param threshold mean |r - r'| / mean |r'| of the first block's residual r, 0 or more; 0 never reuses
     */
    record Below(double threshold) implements StepReuse {
        public Below {
            if (!(threshold >= 0) || Double.isInfinite(threshold)) {
                throw new IllegalArgumentException("reuse expected a threshold of 0 or more, found " + threshold);
            }
        }

        @Override
        public boolean mayReuse(int step, DoubleSupplier change) {
            return change.getAsDouble() < threshold;
        }

        @Override
        public String toString() {
            return String.valueOf(threshold);
        }
    }

    /**
     * Fixed steps: the same on every machine, and their number says what is saved.
     *
     * @param steps that the rule is for
     * @param reused numbers of steps, 1 to steps - 1
     */
    record Steps(int steps, SortedSet<Integer> reused) implements StepReuse {
        public Steps {
            reused = new TreeSet<>(reused);
            if (reused.isEmpty() || reused.first() < 1 || reused.last() >= steps) {
                throw new IllegalArgumentException(
                        "reuse expected numbers of steps from 1 to %d, since step 0 has none before it, found %s"
                                .formatted(steps - 1, reused));
            }
        }

        @Override
        public boolean mayReuse(int step, DoubleSupplier change) {
            return reused.contains(step);
        }

        @Override
        public void checkSteps(int found) {
            if (found != steps) {
                throw new IllegalArgumentException(
                        "steps expected %d, for which the steps to reuse were chosen, found %d; see --reuse"
                                .formatted(steps, found));
            }
        }

        /** As {@code 1,2,5/50}. */
        @Override
        public String toString() {
            return reused.stream().map(String::valueOf).collect(Collectors.joining(",")) + "/" + steps;
        }
    }

    /**
     * Reads what {@link Object#toString} of a rule writes: a threshold, or the numbers of steps and, after a slash, how
     * many there are; {@code 10-20} stands for 10 to 20.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static StepReuse parse(String text) {
        int slash = text.indexOf('/');
        try {
            if (slash < 0) {
                return new Below(Double.parseDouble(text.strip()));
            }
            SortedSet<Integer> reused = new TreeSet<>();
            for (String part : text.substring(0, slash).split(",")) {
                String[] ends = part.strip().split("-", 2);
                int last = Integer.parseInt(ends[ends.length - 1]);
                for (int step = Integer.parseInt(ends[0]); step <= Math.min(last, MOST); step++) {
                    reused.add(step);
                }
            }
            return new Steps(Integer.parseInt(text.substring(slash + 1).strip()), reused);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "reuse expected a threshold as 0.1, or steps of how many as 5,7,10-20/50, found " + text, e);
        }
    }

    /** No request has more steps. */
    int MOST = 1000;
}
