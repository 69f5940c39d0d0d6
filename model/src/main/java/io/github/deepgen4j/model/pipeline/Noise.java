// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;

/** Where the random draws of one image come from (architecture, "Seeds"). Draws belong to the innermost scope. */
public sealed interface Noise extends AutoCloseable {
    /** Initial latents, standard normal, (B, C, h, w). */
    Tensor initial(long... shape);

    /** The draw for the latents of a reference, standard normal, (C, h, w); references are asked for in order. */
    Tensor epsilon(int sample, int reference, long... shape);

    @Override
    default void close() {}

    /** Draws for image {@code seed}; close it when the image is done. */
    static Seeded seeded(long seed) {
        return new Seeded(Rng.seeded(seed), Rng.seeded(seed ^ Seeded.REFERENCE_STREAM));
    }

    /** Two independent streams of one seed, so that references do not shift the image's own noise. */
    record Seeded(Rng image, Rng references) implements Noise {
        private static final long REFERENCE_STREAM = 0x9E3779B97F4A7C15L;

        @Override
        public Tensor initial(long... shape) {
            return image.normal(shape);
        }

        @Override
        public Tensor epsilon(int sample, int reference, long... shape) {
            return references.normal(shape);
        }

        @Override
        public void close() {
            image.close();
            references.close();
        }
    }

    /** Draws stored in a safetensors file as {@code noise} and {@code vae_epsilon.<sample>.<reference>}. */
    record FromFile(Path file) implements Noise {
        @Override
        public Tensor initial(long... shape) {
            return read("noise", shape);
        }

        @Override
        public Tensor epsilon(int sample, int reference, long... shape) {
            return read("vae_epsilon." + sample + "." + reference, shape);
        }

        private Tensor read(String key, long... shape) {
            try (var tensors = Safetensors.open(file)) {
                if (!tensors.has(key)) {
                    throw new IllegalArgumentException(file + ": tensor " + key + " is missing");
                }
                Tensor tensor = tensors.tensor(key);
                if (!Arrays.equals(tensor.shape(), shape)) {
                    throw new IllegalArgumentException("%s: %s expected %s, found %s"
                            .formatted(file, key, Arrays.toString(shape), Arrays.toString(tensor.shape())));
                }
                return tensor;
            }
        }
    }
}
