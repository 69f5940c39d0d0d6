// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import java.util.List;

/** A checkpoint that cannot be used: what, where, expected, found; every difference at once. */
public final class WeightException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public WeightException(String message) {
        super(message);
        this.problems = List.of(message);
    }

    public WeightException(String message, Throwable cause) {
        super(message, cause);
        this.problems = List.of(message);
    }

    WeightException(String message, List<String> problems) {
        super(message);
        this.problems = List.copyOf(problems);
    }

    /** The problems that the message lists. */
    public List<String> problems() {
        return problems;
    }
}
