// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * The function that a stage minimises, data included. The loss of a micro-batch is a pure function of the seed, the
 * micro-batch's number and the parameters: data and noise are drawn from the number, so that a resumed run needs no
 * other state.
 */
public interface Objective extends AutoCloseable {
    /** Computes micro-batch 0, 1, 2, ... */
    Outcome loss(long microBatch);

    /**
     * One micro-batch.
     *
     * @param loss scalar, with its graph, in the innermost scope
     * @param task name under which the loss is reported, too; empty for none
     * @param samples number of training samples
     * @param measures further numbers to report, by name
     */
    record Outcome(Tensor loss, String task, int samples, Map<String, Double> measures) {
        public Outcome(Tensor loss, String task, int samples) {
            this(loss, task, samples, Map.of());
        }
    }

    /** Lines for people about what a run begins with. Called once, before the first step. */
    default List<String> remarks() {
        return List.of();
    }

    /** Measures of quality on held-out data, and images to look at. Called with averaged parameters in place. */
    Validation validate();

    @Override
    default void close() {}

    /**
     * @param measures by name, for the metrics file
     * @param images null when the objective has none to show
     */
    record Validation(Map<String, Double> measures, Image images) {}
}
