// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import io.github.deepgen4j.model.dit.Conditions;
import java.util.List;

/** Codes of plans: what a transformer learns from before a language model can read. Owns the codes. */
record PlanConditions(SlotCodes codes) implements ConditionSource {
    @Override
    public int length(Planned sample) {
        return codes.slots();
    }

    @Override
    public Conditions of(List<Asked> asked) {
        return codes.of(
                asked.stream().map(one -> one.sample().slots()).toList(),
                asked.stream().map(Asked::dropped).toList());
    }

    @Override
    public void close() {
        codes.close();
    }
}
