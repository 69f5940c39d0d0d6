// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights of any size in memory at once, for measuring speed: small normal numbers that repeat, and ones for norms.
 * They are no start for training ({@link Fresh} is). Owns what it creates until closed.
 */
public final class RandomWeights implements Weights, AutoCloseable {
    private static final long REPEATED = 1 << 20;
    private static final double DEVIATION = 0.02;

    private final List<Tensor> tensors = new ArrayList<>();
    private final DType type;
    private final Tensor values; // (REPEATED)

    public RandomWeights(long seed, DType type) {
        this.type = type;
        try (var _ = Scope.open();
                var rng = Rng.seeded(seed)) {
            this.values = rng.normal(REPEATED).mul(DEVIATION).to(type).own();
        }
        tensors.add(values);
    }

    @Override
    public Tensor get(String name, long... shape) {
        try (var _ = Scope.open()) {
            Tensor tensor = shape.length == 1 && name.endsWith("weight") ? Tensor.ones(type, shape) : random(shape);
            tensors.add(tensor.own());
            return tensor;
        }
    }

    private Tensor random(long... shape) {
        long elements = TensorSpec.elements(shape);
        Tensor all = Tensor.zeros(type, elements);
        for (long from = 0; from < elements; from += REPEATED) {
            long count = Math.min(REPEATED, elements - from);
            all.narrow(0, from, count).copyFrom(values.narrow(0, 0, count));
        }
        return all.reshape(shape);
    }

    @Override
    public void close() {
        tensors.forEach(Tensor::close);
    }
}
