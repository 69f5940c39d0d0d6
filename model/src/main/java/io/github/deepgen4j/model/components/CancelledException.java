// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

/** The work was no longer wanted, and was given up. */
public final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CancelledException() {
        super("cancelled");
    }
}
