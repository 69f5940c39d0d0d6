// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

/** The store does not answer, or cannot write. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
