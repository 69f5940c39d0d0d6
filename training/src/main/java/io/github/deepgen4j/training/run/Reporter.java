// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.run;

import io.github.deepgen4j.training.objective.Objective.Validation;

/** Hears how a run goes on. One process of a run writes it down; the others have {@link #NONE}. */
public interface Reporter extends AutoCloseable {
    /** Says nothing. */
    Reporter NONE = new Reporter() {};

    /** Counts the samples of an update, for the throughput. */
    default void count(int samples) {}

    /** An update that is to be reported. */
    default void step(int step, Update.Result result) {}

    default void validation(int step, Validation validation) {}

    /** True if an earlier start ended between the step and the report of its validation. */
    default boolean lacksValidation(int step) {
        return false;
    }

    /** A line for people. */
    default void say(String line) {}

    /** Time spent on other things than steps does not count. */
    default void restartClock(int step) {}

    /** @param finished false if the run was stopped before its last step */
    default void ended(boolean finished) {}

    @Override
    default void close() {}
}
