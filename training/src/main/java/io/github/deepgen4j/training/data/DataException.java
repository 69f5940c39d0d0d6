// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

/** Data that cannot be used at all: names the file, what was expected and what was found. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
