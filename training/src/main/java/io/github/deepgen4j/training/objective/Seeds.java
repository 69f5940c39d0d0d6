// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.training.data.Seed;
import java.util.random.RandomGenerator;

/** Independent random streams for every micro-batch of a run, so that any of them can be drawn again by its number. */
public final class Seeds {
    /** Seed of the held-out tasks that validation looks at. */
    public static final long VALIDATION = 20260214;

    private Seeds() {}

    /** Two numbers to one, well spread. */
    public static long mix(long seed, long number) {
        return new Seed(seed).with(number).value();
    }

    public static RandomGenerator random(long seed, long number) {
        return new Seed(seed).with(number).random();
    }
}
