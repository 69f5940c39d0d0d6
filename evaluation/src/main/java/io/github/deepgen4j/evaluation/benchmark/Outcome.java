// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import io.github.deepgen4j.evaluation.task.Failure;
import java.util.Optional;

/**
 * The end of a task: a value, or a failure.
 *
 * @param item its id
 * @param task its name
 */
public record Outcome<V>(String item, String sample, String task, Optional<V> value, Optional<Failure> failure) {
    public Outcome {
        if (value.isPresent() == failure.isPresent()) {
            throw new IllegalArgumentException("an outcome expected a value or a failure, found " + value + failure);
        }
    }

    public static <V> Outcome<V> of(String item, String sample, String task, V value) {
        return new Outcome<>(item, sample, task, Optional.of(value), Optional.empty());
    }

    public static <V> Outcome<V> failed(String item, String sample, String task, Failure failure) {
        return new Outcome<>(item, sample, task, Optional.empty(), Optional.of(failure));
    }
}
