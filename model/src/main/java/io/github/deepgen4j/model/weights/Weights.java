// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import io.github.deepgen4j.tensor.Tensor;

/**
 * The source of a network's parameters: a file, an initialiser, or nowhere (when only names and shapes are wanted).
 * The network's constructors ask by the checkpoint's own names; the tensors belong to the implementation.
 */
public interface Weights {
    /**
     * The parameter of this name.
     *
     * @throws WeightException naming the file, the name, the expected and the found shape
     */
    Tensor get(String name, long... shape);

    /** The parameter of this name as a matrix (out, in): dense unless the source says otherwise. */
    default Matrix matrix(String name, long out, long in) {
        return new DenseMatrix(get(name, out, in));
    }

    /** This source, with names relative to {@code child + "."}. */
    default Weights at(String child) {
        return new Prefixed(this, child + ".");
    }

    /** This source, one level down a numbered list: {@code at("blocks", 3)} is {@code at("blocks.3")}. */
    default Weights at(String list, int index) {
        return at(list + "." + index);
    }
}
