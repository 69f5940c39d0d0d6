// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.run;

/** A run that cannot go on: says at which step and why; its last checkpoint stays usable. */
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TrainingException(String message) {
        super(message);
    }

    public TrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}
