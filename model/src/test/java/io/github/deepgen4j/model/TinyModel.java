// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model;

import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A component of the golden checkpoint in float32, read without any of the rules of a real checkpoint. */
public final class TinyModel implements Weights, AutoCloseable {
    private final Map<String, Tensor> tensors = new HashMap<>();

    private TinyModel() {}

    public static TinyModel component(String folder, DType type) {
        TinyModel model = new TinyModel();
        try (Stream<Path> files = Files.list(Golden.path(folder));
                var _ = Scope.open()) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
                try (var stored = Safetensors.open(file)) {
                    stored.names()
                            .forEach(name -> model.tensors.put(
                                    name, stored.tensor(name).to(type).own()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return model;
    }

    @Override
    public Tensor get(String name, long... shape) {
        Tensor tensor = tensors.get(name);
        if (tensor == null || !java.util.Arrays.equals(tensor.shape(), shape)) {
            throw new IllegalArgumentException(
                    name + " expected " + java.util.Arrays.toString(shape) + ", found " + tensor);
        }
        return tensor;
    }

    @Override
    public void close() {
        tensors.values().forEach(Tensor::close);
    }
}
