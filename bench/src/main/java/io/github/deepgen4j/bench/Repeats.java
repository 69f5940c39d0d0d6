// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.bench;

import io.github.deepgen4j.model.components.CancelledException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The repetitions of a measurement.
 *
 * @param count runs after the first, which only warms up
 * @param cancelled asked before each run; true ends with {@link CancelledException}
 */
record Repeats(int count, BooleanSupplier cancelled) {
    /** The seconds of the fastest run: the whole first, then any parts of it. */
    double[] fastest(Supplier<double[]> run) {
        double[] best = {Double.POSITIVE_INFINITY};
        for (int i = 0; i <= count; i++) {
            if (cancelled.getAsBoolean()) {
                throw new CancelledException();
            }
            double[] seconds = run.get();
            if (i > 0 && seconds[0] < best[0]) {
                best = seconds;
            }
        }
        return best;
    }
}
