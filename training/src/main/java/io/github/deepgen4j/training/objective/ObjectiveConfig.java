// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.deepgen4j.evaluation.answer.EngineAccess;
import io.github.deepgen4j.model.components.DrawingDefaults;
import io.github.deepgen4j.model.components.ModelConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Settings of what a run minimises. The configuration file chooses the implementation by {@code type}, under the names
 * of {@code ConfigTypes}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface ObjectiveConfig {
    /** Builds the objective over the networks of a run; the caller closes it. */
    Objective create(ObjectiveContext context);

    /**
     * The setting of a run in which an objective is to work.
     *
     * @param trainable prefixes of parameter names
     * @param accumulation micro-batches to a step, of all processes together
     * @param run folder of the run
     * @param engines that look at images
     * @param log gets lines for people
     */
    record Setting(
            List<String> trainable,
            long seed,
            int accumulation,
            int processes,
            Path run,
            EngineAccess engines,
            Consumer<String> log) {}

    /**
     * Refuses what cannot work, as far as that is known without the model. Rank 0 is asked for all before it is
     * opened.
     *
     * @throws io.github.deepgen4j.model.files.ConfigException naming the field
     */
    default void check(Setting setting) {}

    /** Lines for people about settings that work, but are known to go wrong. */
    default List<String> warnings() {
        return List.of();
    }

    /** The largest micro-batch, as far as the configuration tells; empty for stages that do not draw. */
    default Optional<MicroBatchSize> largest(ModelConfig model) {
        return Optional.empty();
    }

    /** True if the transformer is needed a second time, as the run began with it or another model has it. */
    default boolean asksTeacher() {
        return false;
    }

    /** Settings with which the finished model is drawn where a request says nothing; else those it began with. */
    default DrawingDefaults drawing() {
        return DrawingDefaults.NONE;
    }
}
