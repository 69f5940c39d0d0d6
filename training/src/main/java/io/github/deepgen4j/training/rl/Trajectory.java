// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * The recorded part of one group, in memory or in a mapped file. Rows that are asked for are copies, float32, where
 * tensors are made, in the innermost scope.
 */
public final class Trajectory implements AutoCloseable {
    private final Function<String, Tensor> tensors;
    private final Runnable release;

    private Trajectory(Function<String, Tensor> tensors, Runnable release) {
        this.tensors = tensors;
        this.release = release;
    }

    /** @param recording owned from now on */
    static Trajectory inMemory(Recording recording) {
        return new Trajectory(recording.tensors()::get, recording::close);
    }

    static Trajectory mapped(Path file) {
        Safetensors opened = Safetensors.open(file);
        return new Trajectory(opened::mapped, opened::close);
    }

    /** Latents (count, C, h, w) after {@code done} steps; 0 for the initial ones. */
    public Tensor latents(int done, int first, int count) {
        return rows("latents." + done, first, count);
    }

    /** Log-probabilities (count) that the step's draws had. */
    public Tensor logProb(int step, int first, int count) {
        return rows("log_prob." + step, first, count);
    }

    /** Means (count, C, h, w) of the step's draws. */
    public Tensor mean(int step, int first, int count) {
        return rows("mean." + step, first, count);
    }

    private Tensor rows(String name, int first, int count) {
        try (var scope = Scope.open()) {
            Tensor tensor = tensors.apply(name);
            if (tensor == null) {
                throw new IllegalArgumentException(name + " was not kept");
            }
            return scope.keep(tensor.narrow(0, first, count).copy().toDefaultDevice());
        }
    }

    @Override
    public void close() {
        release.run();
    }
}
