// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub.retry;

/** Work that failed too often, was asked to wait for too long, or was interrupted between its attempts. */
public final class RetriesExhaustedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RetriesExhaustedException(String message, Throwable cause) {
        super(message, cause);
    }
}
