// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Collects intermediates under the keys of the golden files ({@code input_ids}, {@code hidden_states.35}, {@code v_pos.0},
 * ...), so that any implementation can be compared with any other. Close it to release the tensors.
 */
public sealed interface Trace extends AutoCloseable {
    /** Records nothing. */
    Trace OFF = new Off();

    /** Holds a tensor beyond its scope. */
    void record(String key, Tensor tensor);

    /** The same for a tensor that is made only where it is recorded. */
    default void record(String key, Supplier<Tensor> tensor) {
        try (var _ = Scope.open()) {
            record(key, tensor.get());
        }
    }

    @Override
    void close();

    /** The trace that is off. */
    record Off() implements Trace {
        @Override
        public void record(String key, Tensor tensor) {}

        @Override
        public void record(String key, Supplier<Tensor> tensor) {}

        @Override
        public void close() {}
    }

    /** Keeps copies in memory until they are written or closed. */
    final class Recording implements Trace {
        private final Map<String, Tensor> tensors = new LinkedHashMap<>();

        @Override
        public void record(String key, Tensor tensor) {
            Tensor previous =
                    tensors.put(key, tensor.detach().contiguous().copy().own());
            if (previous != null) {
                previous.close();
            }
        }

        /** The recorded tensors by key, in the order of recording; they belong to this trace. */
        public Map<String, Tensor> tensors() {
            return Collections.unmodifiableMap(tensors);
        }

        /** Writes one safetensors file, atomically. */
        public void write(Path file) {
            SafetensorsWriter.write(file, tensors);
        }

        @Override
        public void close() {
            tensors.values().forEach(Tensor::close);
            tensors.clear();
        }
    }
}
