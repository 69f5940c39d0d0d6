// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.training.data.Turns;

/**
 * An objective whose loss is a pure function of the seed, the micro-batch's number and the parameters: data and noise
 * are drawn from the number, so that a resumed run needs no other state. A step is one update, and nothing before it.
 */
public interface Supervised extends Objective {
    /** Computes micro-batch 0, 1, 2, ... */
    Outcome loss(long microBatch);

    @Override
    default Round round(int step, Turns turns) {
        return Round.of(
                turns.ofStep(step)
                        .mapToObj(number -> new MicroBatch(() -> loss(number)))
                        .toList(),
                turns.accumulation());
    }
}
