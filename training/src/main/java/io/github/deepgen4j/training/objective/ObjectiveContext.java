// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.training.data.Omissions;
import io.github.deepgen4j.training.data.Turns;

/**
 * The parts of a run that its objective works with.
 *
 * @param model owned by the run
 * @param conditionsFrozen true if language model and connector do not change, so that conditions may be kept
 * @param seed of the run; every random draw follows from it and the number of a micro-batch
 * @param turns which micro-batches this process computes
 * @param skipped told of data that cannot be used
 */
public record ObjectiveContext(Networks model, boolean conditionsFrozen, long seed, Turns turns, Omissions skipped) {}
