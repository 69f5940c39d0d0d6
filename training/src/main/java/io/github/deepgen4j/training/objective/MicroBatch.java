// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.training.objective.Objective.Outcome;
import java.util.function.Supplier;

/**
 * A part of an update of the weights.
 *
 * @param forward computes the loss, in a scope that ends with the backward pass
 * @param weight of its gradients and its measures, relative to those of the other micro-batches; more than 0
 */
public record MicroBatch(Supplier<Outcome> forward, double weight) {
    public MicroBatch {
        if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("micro-batch expected a weight > 0, found " + weight);
        }
    }

    public MicroBatch(Supplier<Outcome> forward) {
        this(forward, 1);
    }
}
