// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.evaluation.shapeworld.TaskGenerator;
import java.util.random.RandomGenerator;

/** Independent random streams for every micro-batch of a run, so that any of them can be drawn again by its number. */
final class Seeds {
    /** Seed of the held-out tasks that validation looks at. */
    static final long VALIDATION = 20260214;

    private Seeds() {}

    /** Two numbers to one, well spread (the finaliser of SplitMix64). */
    static long mix(long seed, long number) {
        long z = seed * 0x9E3779B97F4A7C15L + number + 0x632BE59BD9B4E019L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    static RandomGenerator random(long seed, long number) {
        return TaskGenerator.random(mix(seed, number));
    }
}
