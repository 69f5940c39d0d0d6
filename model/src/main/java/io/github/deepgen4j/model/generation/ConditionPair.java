// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.generation;

import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.tensor.Scope;

/** Conditions of the prompts and of the negative prompts, each of B rows. */
public record ConditionPair(Conditions positive, Conditions negative) {
    /** The pair of a batch that holds B prompts and, after them, their negative prompts. */
    public static ConditionPair of(Conditions both) {
        long samples = both.pooled().size(0) / 2;
        return new ConditionPair(both.rows(0, samples), both.rows(samples, samples));
    }

    /** Conditions that are used without guidance; the negative ones are never looked at. */
    public static ConditionPair unguided(Conditions positive) {
        return new ConditionPair(positive, positive);
    }

    /** Moves all tensors one scope up. */
    public ConditionPair keep(Scope scope) {
        return new ConditionPair(positive.keep(scope), negative.keep(scope));
    }
}
