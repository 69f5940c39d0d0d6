// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

/**
 * The steps of an edit in which the tokens of the references go through the transformer. In the others the target
 * attends to their keys and values of the last such step: what a reference is to the target changes little between
 * steps, for its latents do not change at all. Without references it changes nothing.
 *
 * @param every steps of which the first computes the references; 1 for every step
 */
public record ReferenceReuse(int every) {
    /** Every step computes the references. */
    public static final ReferenceReuse NONE = new ReferenceReuse(1);

    public ReferenceReuse {
        if (every < 1 || every > StepReuse.MOST) {
            throw new IllegalArgumentException(
                    "references every expected 1 to %d steps, found %d".formatted(StepReuse.MOST, every));
        }
    }

    /** True for a step, 0 to steps - 1, that computes the references. */
    public boolean computes(int step) {
        return step % every == 0;
    }

    /** The number of steps. */
    @Override
    public String toString() {
        return String.valueOf(every);
    }
}
