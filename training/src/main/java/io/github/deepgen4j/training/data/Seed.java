// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.shapeworld.scene.Choices;
import java.util.random.RandomGenerator;

/**
 * A seed from which independent seeds are derived by number, so that any draw can be made again without those before
 * it.
 */
public record Seed(long value) {
    /** The seed of one of many streams (the finaliser of SplitMix64). */
    public Seed with(long number) {
        long z = value * 0x9E3779B97F4A7C15L + number + 0x632BE59BD9B4E019L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return new Seed(z ^ z >>> 31);
    }

    /** A new generator, the same on every machine. */
    public RandomGenerator random() {
        return Choices.random(value);
    }
}
