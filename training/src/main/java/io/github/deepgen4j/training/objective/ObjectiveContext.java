// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.evaluation.answer.EngineAccess;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.training.data.Omissions;
import io.github.deepgen4j.training.data.Turns;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The parts of a run that its objective works with.
 *
 * @param model owned by the run
 * @param conditionsFrozen true if language model and connector do not change, so that conditions may be kept
 * @param seed of the run; every random draw follows from it and the number of a micro-batch
 * @param turns which micro-batches this process computes
 * @param skipped told of data that cannot be used
 * @param group of the processes of the run
 * @param run folder of the run, which all processes read and rank 0 writes
 * @param averages runs something, on all processes, while the parameters hold their averages
 * @param engines that look at images
 * @param log gets lines for people
 */
public record ObjectiveContext(
        Networks model,
        boolean conditionsFrozen,
        long seed,
        Turns turns,
        Omissions skipped,
        ProcessGroup group,
        Path run,
        Consumer<Runnable> averages,
        EngineAccess engines,
        Consumer<String> log) {
    /** These parts with other work for this process. */
    public ObjectiveContext withTurns(Turns other) {
        return new ObjectiveContext(model, conditionsFrozen, seed, other, skipped, group, run, averages, engines, log);
    }
}
