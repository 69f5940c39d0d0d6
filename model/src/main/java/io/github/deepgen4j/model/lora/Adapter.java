// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * Adapters that a model is opened with, beside its weights.
 *
 * @param path what {@link AdapterFile} reads
 * @param strength factor of their low-rank products, 0 for none; 1 if it is not given. Of a file that does not tell
 *     alpha / rank it takes the place of that number, and must be given
 */
public record Adapter(Path path, OptionalDouble strength) {
    public Adapter {
        if (path == null || strength == null) {
            throw new IllegalArgumentException("adapter expected a file and a strength, found null");
        }
        if (strength.isPresent() && !Double.isFinite(strength.getAsDouble())) {
            throw new IllegalArgumentException(
                    "adapter strength expected a finite number, found " + strength.getAsDouble());
        }
    }

    /** At the strength that they were trained with. */
    public static Adapter of(Path path) {
        return new Adapter(path, OptionalDouble.empty());
    }

    /** At this multiple of the strength that they were trained with. */
    public static Adapter of(Path path, double strength) {
        return new Adapter(path, OptionalDouble.of(strength));
    }

    /**
     * The sum of the file; see {@link AdapterFile#sha256()}.
     *
     * @throws io.github.deepgen4j.model.weights.WeightException if it cannot be read, or holds no adapters
     */
    public String sha256() {
        try (AdapterFile file = open()) {
            return file.sha256();
        }
    }

    /** Of a file that does not tell alpha / rank, the strength is that number. */
    AdapterFile open() {
        return AdapterFile.open(path, strength.isPresent() ? OptionalDouble.of(1) : OptionalDouble.empty());
    }

    /** The given strength, or 1. */
    public double factor() {
        return strength.orElse(1);
    }
}
