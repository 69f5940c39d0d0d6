// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a seed, 0 to 2^64 - 1 as PyTorch takes them, or {@code random} (or -1, as other tools say it) for any. */
final class SeedConverter implements ITypeConverter<SeedConverter.Seed> {
    private static final long RANDOM_END = 1L << 32; // PyTorch's generator on processors takes no more bits

    /** A seed, and true if nobody chose it. */
    record Seed(long value, boolean random) {
        /** The seed of a text. */
        static Seed of(String text) {
            if (text.equalsIgnoreCase("random") || text.equals("-1")) {
                return new Seed(ThreadLocalRandom.current().nextLong(RANDOM_END), true);
            }
            try {
                return new Seed(text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text), false);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "seed expected a whole number from 0 to 18446744073709551615, or random, found " + text, e);
            }
        }

        /** This seed, or another one if nobody chose it. */
        Seed next() {
            return random ? of("random") : this;
        }
    }

    @Override
    public Seed convert(String text) {
        try {
            return Seed.of(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
