// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells of each sample of a run that cannot be used, once, and ends the run when too many are damaged. Refused ones are
 * no damage: a web data set may have millions. Safe for several threads.
 */
public final class BadSamples {
    /**
     * A sample and why it cannot be used.
     *
     * @param refused by the checks, while there is nothing wrong with it
     */
    public record Bad(String source, int index, String reason, boolean refused) {
        static Bad of(Source source, int index, BadSampleException why) {
            return new Bad(source.name(), index, why.getMessage(), why instanceof RefusedSampleException);
        }
    }

    private final int budget;
    private final Map<String, BitSet> known = new HashMap<>();
    private final Consumer<Bad> told;
    private int damaged;

    /**
     * @param budget the most that are accepted, refused ones not counted
     * @param told of each, once
     */
    BadSamples(int budget, Consumer<Bad> told) {
        this.budget = budget;
        this.told = told;
    }

    /** @throws DataException if the budget is exceeded */
    synchronized void add(Source source, int index, BadSampleException why) {
        BitSet ofSource = known.computeIfAbsent(source.name(), _ -> new BitSet());
        if (ofSource.get(index)) {
            return;
        }
        ofSource.set(index);
        Bad bad = Bad.of(source, index, why);
        told.accept(bad);
        if (!bad.refused() && ++damaged > budget) {
            throw new DataException("expected at most %d bad samples, found %d; for example %s"
                    .formatted(budget, damaged, bad.reason()));
        }
    }
}
