// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import io.github.deepgen4j.model.dit.Conditions;
import java.util.List;

/** Conditions of samples for a transformer. */
sealed interface ConditionSource extends AutoCloseable permits PromptConditions, PlanConditions {
    /** @param dropped true if its text is taken away; a reference stays */
    record Asked(Planned sample, boolean dropped) {
        static Asked of(Planned sample) {
            return new Asked(sample, false);
        }
    }

    /** Samples of one length can be in one batch. */
    int length(Planned sample);

    /** Conditions of B samples. */
    Conditions of(List<Asked> asked);

    @Override
    void close();
}
