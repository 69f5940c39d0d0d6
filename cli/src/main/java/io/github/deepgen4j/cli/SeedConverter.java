// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.pipeline.Seed;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a seed, 0 to 2^64 - 1 as PyTorch takes them, or {@code random} (or -1, as other tools say it) for any. */
final class SeedConverter implements ITypeConverter<SeedConverter.Choice> {
    /** A seed, and true if nobody chose it. */
    record Choice(long value, boolean random) {
        /** The seed of a text. */
        static Choice of(String text) {
            if (text.equalsIgnoreCase("random") || text.equals("-1")) {
                return new Choice(Seed.random(), true);
            }
            return new Choice(Seed.parse(text), false);
        }

        /** This seed, or another one if nobody chose it. */
        Choice next() {
            return random ? of("random") : this;
        }
    }

    @Override
    public Choice convert(String text) {
        try {
            return Choice.of(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
