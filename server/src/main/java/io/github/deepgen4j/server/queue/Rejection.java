// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

/** A job that the queue does not take. */
public final class Rejection extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final double retryAfter;

    /**
     * @param code of the error that clients see
     * @param retryAfter seconds after which it may be taken
     */
    Rejection(String code, String message, double retryAfter) {
        super(message);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    public String code() {
        return code;
    }

    public double retryAfter() {
        return retryAfter;
    }
}
