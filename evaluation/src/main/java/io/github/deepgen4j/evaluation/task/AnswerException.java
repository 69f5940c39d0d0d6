// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.task;

/** A question that could not be answered. */
public final class AnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public AnswerException(Failure failure) {
        this(failure, null);
    }

    public AnswerException(Failure failure, Throwable cause) {
        super(failure.reason(), cause);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
