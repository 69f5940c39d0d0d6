// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

/** One sample that cannot be used while its data set can; the loader takes another one instead. */
public sealed class BadSampleException extends RuntimeException permits RefusedSampleException {
    private static final long serialVersionUID = 1L;

    public BadSampleException(String message) {
        super(message);
    }

    public BadSampleException(String message, Throwable cause) {
        super(message, cause);
    }
}
