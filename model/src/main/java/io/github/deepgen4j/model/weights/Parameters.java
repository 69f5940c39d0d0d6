// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import io.github.deepgen4j.tensor.Tensor;
import java.util.Map;

/**
 * Weights that own writable tensors in memory: what is trained, averaged and saved. Closing releases them, after which
 * no network built over them may run.
 */
public interface Parameters extends Weights, AutoCloseable {
    /**
     * The tensors handed out so far by canonical name, in the order in which the network asked for them. An optimizer
     * changes them in place.
     */
    Map<String, Tensor> tensors();

    @Override
    void close();
}
