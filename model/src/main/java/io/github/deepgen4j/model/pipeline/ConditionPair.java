// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.connector.Conditions;
import io.github.deepgen4j.tensor.Scope;

/** Conditions of the prompts and of the negative prompts, each of B rows. */
public record ConditionPair(Conditions positive, Conditions negative) {
    /** Moves all tensors one scope up. */
    ConditionPair keep(Scope scope) {
        return new ConditionPair(positive.keep(scope), negative.keep(scope));
    }
}
