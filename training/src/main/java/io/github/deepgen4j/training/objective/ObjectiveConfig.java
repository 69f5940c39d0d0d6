// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.deepgen4j.model.components.ModelConfig;
import java.util.Optional;

/**
 * Settings of what a run minimises. The configuration file chooses the implementation by {@code type}, under the names
 * of {@code ConfigTypes}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface ObjectiveConfig {
    /** Builds the objective over the networks of a run; the caller closes it. */
    Objective create(ObjectiveContext context);

    /** The largest micro-batch, as far as the configuration tells; empty for stages that do not draw. */
    default Optional<MicroBatchSize> largest(ModelConfig model) {
        return Optional.empty();
    }
}
