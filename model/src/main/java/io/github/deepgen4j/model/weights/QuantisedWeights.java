// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import io.github.deepgen4j.tensor.Int8Matrix;
import io.github.deepgen4j.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Another source of weights with some of its matrices in int8. Owns their int8 form until closed, the rest belongs to
 * the other source.
 */
public final class QuantisedWeights implements Weights, AutoCloseable {
    private final Weights dense;
    private final Predicate<String> names;
    private final Map<String, QuantisedMatrix> matrices = new HashMap<>();

    /** @param names true for the name of a matrix that int8 takes */
    public QuantisedWeights(Weights dense, Predicate<String> names) {
        this.dense = dense;
        this.names = names;
    }

    @Override
    public Tensor get(String name, long... shape) {
        return dense.get(name, shape);
    }

    @Override
    public Matrix matrix(String name, long out, long in) {
        if (!names.test(name)) {
            return dense.matrix(name, out, in);
        }
        return matrices.computeIfAbsent(
                name, _ -> new QuantisedMatrix(() -> Int8Matrix.of(dense.get(name, out, in)), () -> {}));
    }

    @Override
    public void close() {
        matrices.values().forEach(QuantisedMatrix::close);
    }
}
