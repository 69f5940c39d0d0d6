// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

/** A checkpoint that cannot be used: what, where, expected, found; every difference at once. */
public final class WeightException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WeightException(String message) {
        super(message);
    }

    public WeightException(String message, Throwable cause) {
        super(message, cause);
    }
}
