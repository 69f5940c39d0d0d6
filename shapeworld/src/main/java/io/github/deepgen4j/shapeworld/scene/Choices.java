// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scene;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Random choices: all randomness of ShapeWorld comes from a generator that is given. */
public final class Choices {
    private Choices() {}

    /** The generator that seeds of this project mean, the same on every machine. */
    public static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** One of the values, each as likely as the others. */
    public static <T> T pick(List<T> values, RandomGenerator random) {
        return values.get(random.nextInt(values.size()));
    }

    /** The values that do not equal {@code one}. */
    public static <T> List<T> without(List<T> values, T one) {
        return values.stream().filter(value -> !value.equals(one)).toList();
    }
}
