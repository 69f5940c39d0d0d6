// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.files.Given;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Seeds as PyTorch takes them: 0 to 2^64 - 1, in the 64 bits of a {@code long}, of which -n stands for 2^64 - n. Sums
 * wrap around at 2^64. PyTorch's generator on the processor looks at the lower 32 bits only.
 */
public final class Seed {
    private static final long RANDOM_BOUND = 1L << 32;

    private Seed() {}

    /**
     * Reads a seed.
     *
     * @param text a decimal number from -2^63 to 2^64 - 1
     * @throws IllegalArgumentException if it is anything else
     */
    public static long parse(String text) {
        Given.require("seed", text);
        try {
            return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "seed expected a whole number from 0 to 18446744073709551615, found " + text, e);
        }
    }

    /** The seed in decimal, 0 to 2^64 - 1. */
    public static String text(long seed) {
        return Long.toUnsignedString(seed);
    }

    /** A seed that nobody chose, 0 to 2^32 - 1: all that tell apart, and short to write down. */
    public static long random() {
        return ThreadLocalRandom.current().nextLong(RANDOM_BOUND);
    }
}
