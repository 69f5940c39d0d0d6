// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import java.util.List;

/** A checkpoint that cannot be used: what, where, expected, found; every difference at once. */
public final class WeightException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 20; // a terminal of 24 rows keeps the heading in sight

    private final transient List<String> problems;

    public WeightException(String message) {
        super(message);
        this.problems = List.of(message);
    }

    public WeightException(String message, Throwable cause) {
        super(message, cause);
        this.problems = List.of(message);
    }

    private WeightException(String message, List<String> problems) {
        super(message);
        this.problems = List.copyOf(problems);
    }

    /**
     * One exception for several problems: one line if it is one, else a heading and the first twenty, with the number
     * of all.
     *
     * @param heading where they are
     */
    public static WeightException of(String heading, List<String> problems) {
        return of(heading, problems, problems.size());
    }

    /** @param count of all problems, more than the list holds where collecting them was given up */
    static WeightException of(String heading, List<String> problems, long count) {
        if (count == 1) {
            return new WeightException(heading + ": " + problems.getFirst(), problems);
        }
        StringBuilder message =
                new StringBuilder(heading).append(": ").append(count).append(" problems");
        problems.stream().limit(SHOWN).forEach(problem -> message.append("\n  ").append(problem));
        if (count > SHOWN) {
            message.append("\n  and ").append(count - SHOWN).append(" more");
        }
        return new WeightException(message.toString(), problems);
    }

    /** The problems that the message lists. */
    public List<String> problems() {
        return problems;
    }
}
