// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import io.github.deepgen4j.tensor.Tensor;

/** A source of weights seen from one of its children. */
record Prefixed(Weights parent, String prefix) implements Weights {
    @Override
    public Tensor get(String name, long... shape) {
        return parent.get(prefix + name, shape);
    }

    @Override
    public Matrix matrix(String name, long out, long in) {
        return parent.matrix(prefix + name, out, in);
    }
}
