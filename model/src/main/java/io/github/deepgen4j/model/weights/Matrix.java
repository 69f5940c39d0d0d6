// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;

/**
 * A weight W (out, in) in the two ways in which a network uses one, however it is stored; see {@link Weights#matrix}.
 * Its elements belong to the source of the weights.
 */
public interface Matrix {
    /**
     * x W^T + bias over the last axis: (..., in) -> (..., out), in the type of x.
     *
     * @param bias (out), or null
     */
    Tensor product(Tensor x, Tensor bias);

    /** The rows that an embedding looks up: ids I64 (...) -> (..., in), in the given type. */
    Tensor rows(Tensor ids, DType type);
}
