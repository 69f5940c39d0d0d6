// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import java.util.List;
import java.util.Map;

/**
 * One step of a run: the updates of the weights that it makes, one after another, and what was measured before them.
 *
 * @param updates in order; none leaves the weights as they are
 * @param measures by name, the same on all processes
 * @param components parts of the loss by name, of which the gradient's norm is measured before the first update, each
 *     alone: {@code grad_norm/NAME}
 */
public record Round(List<Part> updates, Map<String, Double> measures, Map<String, Part> components) {
    public Round(List<Part> updates, Map<String, Double> measures) {
        this(updates, measures, Map.of());
    }

    /**
     * One update of the weights.
     *
     * @param own micro-batches of this process, as many as of any other
     * @param total by which their weights are divided: the sum over all processes for a mean
     */
    public record Part(List<MicroBatch> own, double total) {}

    /** One update, the mean over all micro-batches. */
    public static Round of(List<MicroBatch> own, int microBatchesOfAll) {
        return new Round(List.of(new Part(own, microBatchesOfAll)), Map.of());
    }
}
