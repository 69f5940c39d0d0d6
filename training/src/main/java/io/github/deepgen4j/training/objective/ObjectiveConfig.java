// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * Settings of what a run minimises. The configuration file chooses the implementation by {@code type}, under the names
 * of {@code ConfigTypes}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface ObjectiveConfig {
    /** Builds the objective over the networks of a run; the caller closes it. */
    Objective create(ObjectiveContext context);
}
