// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import io.github.deepgen4j.tensor.Tensor;

/** A trained addition beside a layer whose own weights stay as they are (LoRA); see {@link Weights#adapter}. */
@FunctionalInterface
public interface Adapter {
    /** The layer alone. */
    Adapter NONE = (output, _) -> output;

    /**
     * Adds to a layer's output.
     *
     * @param output of the layer, (..., out)
     * @param input of the layer: features (..., in), or ids I64 (...) of an embedding
     */
    Tensor add(Tensor output, Tensor input);
}
