// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import static io.github.deepgen4j.tensor.Functional.embedding;
import static io.github.deepgen4j.tensor.Functional.linear;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;

/** A matrix stored element by element, in any floating-point type. */
record DenseMatrix(Tensor weight) implements Matrix {
    @Override
    public Tensor product(Tensor x, Tensor bias) {
        return linear(x, weight.to(x.dtype()), bias == null ? null : bias.to(x.dtype()));
    }

    @Override
    public Tensor rows(Tensor ids, DType type) {
        return embedding(ids, weight).to(type);
    }
}
