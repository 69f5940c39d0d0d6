// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.generation;

import io.github.deepgen4j.model.components.Stage;
import io.github.deepgen4j.tensor.Tensor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * An observer whose image may also be given up by somebody else.
 *
 * @param next is told everything
 * @param unwanted true once the image is no longer wanted
 */
public record StoppableObserver(Observer next, BooleanSupplier unwanted) implements Observer {
    @Override
    public void stage(Stage stage) {
        next.stage(stage);
    }

    @Override
    public void step(DenoisingStep step) {
        next.step(step);
    }

    @Override
    public void reused(int step) {
        next.reused(step);
    }

    @Override
    public void recalled(int step) {
        next.recalled(step);
    }

    @Override
    public void record(String key, Supplier<Tensor> tensor) {
        next.record(key, tensor);
    }

    @Override
    public void record(String key, Tensor tensor) {
        next.record(key, tensor);
    }

    @Override
    public boolean records() {
        return next.records();
    }

    @Override
    public boolean cancelled() {
        return unwanted.getAsBoolean() || next.cancelled();
    }
}
