// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.generation;

import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The random draws of one image (docs/architecture.md, "Seeds"). A pure function: the same question gives the same
 * draw, in whatever order and however often it is asked. Draws are standard normal and belong to the innermost scope.
 */
public interface Noise {
    /** Initial latents (B, C, h, w). */
    Tensor initial(long... shape);

    /** The draws for the latents of all references, sample by sample, each of its shape (C, h, w). */
    List<List<Tensor>> references(List<List<long[]>> shapes);

    /** Two independent streams of one seed, so that references do not shift the image's own noise. */
    record Seeded(long seed) implements Noise {
        private static final long REFERENCE_STREAM = 0x9E3779B97F4A7C15L;

        @Override
        public Tensor initial(long... shape) {
            try (var rng = Rng.seeded(seed)) {
                return rng.normal(shape);
            }
        }

        @Override
        public List<List<Tensor>> references(List<List<long[]>> shapes) {
            try (var rng = Rng.seeded(seed ^ REFERENCE_STREAM)) {
                List<List<Tensor>> draws = new ArrayList<>();
                for (List<long[]> sample : shapes) {
                    List<Tensor> row = new ArrayList<>();
                    for (long[] shape : sample) {
                        row.add(rng.normal(shape));
                    }
                    draws.add(row);
                }
                return draws;
            }
        }
    }

    /** Draws stored in a safetensors file as {@code noise} and {@code vae_epsilon.<sample>.<reference>}. */
    record FromFile(Path file) implements Noise {
        @Override
        public Tensor initial(long... shape) {
            return read("noise", shape);
        }

        @Override
        public List<List<Tensor>> references(List<List<long[]>> shapes) {
            List<List<Tensor>> draws = new ArrayList<>();
            for (int i = 0; i < shapes.size(); i++) {
                List<Tensor> row = new ArrayList<>();
                for (int j = 0; j < shapes.get(i).size(); j++) {
                    row.add(read("vae_epsilon." + i + "." + j, shapes.get(i).get(j)));
                }
                draws.add(row);
            }
            return draws;
        }

        private Tensor read(String key, long... shape) {
            try (var tensors = Safetensors.open(file)) {
                if (!tensors.has(key)) {
                    throw new IllegalArgumentException(file + ": tensor " + key + " is missing");
                }
                Tensor tensor = tensors.tensor(key);
                if (!tensor.dtype().isFloating()) {
                    throw new IllegalArgumentException(
                            "%s: %s expected a type of floating point, found %s".formatted(file, key, tensor.dtype()));
                }
                if (!Arrays.equals(tensor.shape(), shape)) {
                    throw new IllegalArgumentException("%s: %s expected %s, found %s"
                            .formatted(file, key, Arrays.toString(shape), Arrays.toString(tensor.shape())));
                }
                return tensor;
            }
        }
    }
}
