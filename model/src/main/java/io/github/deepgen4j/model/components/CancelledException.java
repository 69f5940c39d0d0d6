// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import java.util.concurrent.CancellationException;

/** The work was no longer wanted, and was given up. */
public final class CancelledException extends CancellationException {
    private static final long serialVersionUID = 1L;

    public CancelledException() {
        this("cancelled");
    }

    /** @param message who or what gave it up */
    public CancelledException(String message) {
        super(message);
    }
}
