// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

/**
 * Thrown by an objective, on all processes, to end a run that should not go on as it is. What was trained is saved
 * first. The message says what happened and how to go on.
 */
public final class HaltException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HaltException(String message) {
        super(message);
    }
}
