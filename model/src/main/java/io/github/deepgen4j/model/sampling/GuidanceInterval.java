// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

/**
 * The part of the steps in which guidance is mixed; in the others only the positive prompt's velocity is computed,
 * which halves their work (Kynkäänniemi et al., 2024, "Applying Guidance in a Limited Interval"). In shares of the
 * number of steps, since the noise levels of a schedule depend on the size of the image.
 *
 * @param from 0..1, the share of steps before the first guided one
 * @param to 0..1, more than {@code from}
 */
public record GuidanceInterval(double from, double to) {
    /** Every step. */
    public static final GuidanceInterval ALL = new GuidanceInterval(0, 1);

    public GuidanceInterval {
        if (!(from >= 0 && from < to && to <= 1)) {
            throw new IllegalArgumentException(
                    "guidance interval expected 0 <= from < to <= 1, found %s,%s".formatted(from, to));
        }
    }

    /** True for a step, 0 to steps - 1, that is guided. */
    public boolean contains(int step, int steps) {
        return step >= from * steps && step < to * steps;
    }

    /** As {@code from,to}. */
    @Override
    public String toString() {
        return from + "," + to;
    }
}
