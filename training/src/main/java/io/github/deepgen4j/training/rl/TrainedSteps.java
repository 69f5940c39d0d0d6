// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The denoising steps of a rollout that the policy learns from. They are drawn before the rollout. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface TrainedSteps {
    /** The most noise levels that may be trained: all steps, or all but the last, which has hardly any noise left. */
    private static int allowed(int steps, boolean includeLast) {
        return includeLast || steps == 1 ? steps : steps - 1;
    }

    /** Number of the steps. */
    int count(int steps);

    /**
     * Numbers of the steps, ascending.
     *
     * @param steps of a rollout
     * @param update 1, 2, ...
     * @param random the same in all processes
     */
    int[] draw(int steps, int update, RandomGenerator random);

    /** True if noise is added at trained steps only, and the others follow the ODE. */
    boolean quietElsewhere();

    /**
     * A share of the steps, drawn anew for each update (spec/rl.md section 5).
     *
     * @param fraction of all steps; at most as many as there are are drawn (B13)
     */
    record Random(
            @JsonProperty(defaultValue = "0.6") double fraction,
            @JsonProperty(defaultValue = "false") boolean includeLast)
            implements TrainedSteps {
        public Random {
            require(fraction > 0 && fraction <= 1, "fraction", "more than 0, at most 1", fraction);
        }

        @Override
        public int count(int steps) {
            return Math.min(Math.max(1, (int) (steps * fraction)), allowed(steps, includeLast));
        }

        @Override
        public int[] draw(int steps, int update, RandomGenerator random) {
            List<Integer> left = new ArrayList<>(
                    IntStream.range(0, allowed(steps, includeLast)).boxed().toList());
            return IntStream.range(0, count(steps))
                    .map(_ -> left.remove(random.nextInt(left.size())))
                    .sorted()
                    .toArray();
        }

        @Override
        public boolean quietElsewhere() {
            return false;
        }
    }

    /**
     * Neighbouring steps, at first those of the most noise, moving on towards less and then beginning again (MixGRPO,
     * Li et al. 2025).
     *
     * @param size number of steps
     * @param stride steps by which it moves; 0 for a window that stays
     * @param every updates after which it moves
     */
    record Window(
            int size,
            @JsonProperty(defaultValue = "1") int stride,
            @JsonProperty(defaultValue = "1") int every,
            @JsonProperty(defaultValue = "false") boolean includeLast)
            implements TrainedSteps {
        public Window {
            require(size >= 1, "size", "1 or more", size);
            require(stride >= 0, "stride", "0 or more", stride);
            require(every >= 1, "every", "1 or more", every);
        }

        @Override
        public int count(int steps) {
            return Math.min(size, allowed(steps, includeLast));
        }

        @Override
        public int[] draw(int steps, int update, RandomGenerator random) {
            int places = allowed(steps, includeLast) - count(steps) + 1;
            int first = (int) ((long) ((update - 1) / every) * stride % places);
            return IntStream.range(first, first + count(steps)).toArray();
        }

        @Override
        public boolean quietElsewhere() {
            return true;
        }
    }
}
