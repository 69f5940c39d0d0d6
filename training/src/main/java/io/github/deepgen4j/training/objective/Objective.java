// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.data.Turns;
import java.util.List;
import java.util.Map;

/**
 * The function that a stage minimises, data included. Everything that it does in a step follows from the seed, the
 * number of the step and the parameters, so that a resumed run goes on exactly.
 */
public interface Objective extends AutoCloseable {
    /**
     * Begins a step: draws and judges what the losses need, where they need anything. Called by all processes.
     *
     * @param step 1, 2, ...
     * @param turns the work of this process
     * @throws HaltException if the run should end before the step trains anything
     */
    Round round(int step, Turns turns);

    /**
     * Hears what the updates of a step came to. Called by all processes.
     *
     * @param measures by name, the same on all
     * @throws HaltException if the run should end after the step
     */
    default void done(int step, Map<String, Double> measures) {}

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

    /**
     * Measures of quality on held-out data, and images to look at. Called with averaged parameters in place.
     *
     * @param step that was done last
     */
    Validation validate(int step);

    /** True if all processes share a validation, else rank 0 is asked for it alone. */
    default boolean sharesValidation() {
        return false;
    }

    @Override
    default void close() {}

    /**
     * @param measures by name, for the metrics file
     * @param images null when the objective has none to show
     * @param score by which the best checkpoint is chosen, more is better; NaN where none is to be kept
     */
    record Validation(Map<String, Double> measures, Image images, double score) {
        public Validation(Map<String, Double> measures, Image images) {
            this(measures, images, Double.NaN);
        }
    }
}
