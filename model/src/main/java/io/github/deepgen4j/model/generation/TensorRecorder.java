// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.generation;

import io.github.deepgen4j.model.components.Stage;
import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Keeps copies of all intermediate tensors under the keys of the golden files, so that any implementation can be
 * compared with any other; everything else goes to another observer. A key that comes again replaces its tensor. Owns
 * the copies until closed.
 */
public final class TensorRecorder implements Observer, AutoCloseable {
    private final Observer next;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    public TensorRecorder() {
        this(Observer.NONE);
    }

    public TensorRecorder(Observer next) {
        this.next = next;
    }

    @Override
    public void record(String key, Supplier<Tensor> tensor) {
        try (var _ = Scope.open()) {
            Tensor previous =
                    tensors.put(key, tensor.get().detach().contiguous().copy().own());
            if (previous != null) {
                previous.close();
            }
        }
    }

    @Override
    public boolean records() {
        return true;
    }

    @Override
    public void stage(Stage stage) {
        next.stage(stage);
    }

    @Override
    public void step(DenoisingStep step) {
        next.step(step);
    }

    @Override
    public boolean cancelled() {
        return next.cancelled();
    }

    /** The recorded tensors by key, in the order of recording; they belong to this recorder. */
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
