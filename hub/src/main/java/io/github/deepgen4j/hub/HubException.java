// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

/** A download that cannot go on, with what the user can do about it. Never names a token or the query of an address. */
public final class HubException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HubException(String message) {
        super(message);
    }

    public HubException(String message, Throwable cause) {
        super(message, cause);
    }
}
