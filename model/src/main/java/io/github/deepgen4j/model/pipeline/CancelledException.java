// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

/** The work was no longer wanted; for images see {@link Progress#cancelled()}. */
public final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CancelledException() {
        super("cancelled");
    }
}
