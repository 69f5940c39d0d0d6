// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Settings of an objective of flow matching, whose samples a teacher's lessons may be about. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface LessonConfig extends ObjectiveConfig {
    @Override
    LessonSource create(ObjectiveContext context);

    /** The density from which the noise levels of samples are drawn. */
    TimestepDensity density();
}
