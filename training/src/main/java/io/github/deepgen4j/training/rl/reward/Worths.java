// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import java.util.Arrays;

/**
 * A reward of the pictures of a group.
 *
 * @param values of each picture, of no meaning where it failed
 * @param failed pictures whose reward could not be had
 * @param enough false where so little could be had that the group says nothing
 */
public record Worths(double[] values, boolean[] failed, boolean enough) {
    /** Enough where at least half of the pictures have a value. */
    static Worths of(double[] values, boolean[] failed) {
        int lost = 0;
        for (boolean one : failed) {
            lost += one ? 1 : 0;
        }
        return new Worths(values, failed, 2 * lost <= values.length);
    }

    /** True if every value that could be had is a finite number. */
    boolean finite() {
        for (int i = 0; i < values.length; i++) {
            if (!failed[i] && !Double.isFinite(values[i])) {
                return false;
            }
        }
        return true;
    }

    /** The values with the mean of the others in place of those that failed, which neither rewards nor punishes. */
    double[] filled() {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            sum += failed[i] ? 0 : values[i];
            count += failed[i] ? 0 : 1;
        }
        double[] filled = Arrays.copyOf(values, values.length);
        for (int i = 0; i < filled.length; i++) {
            filled[i] = failed[i] ? sum / count : filled[i];
        }
        return filled;
    }
}
