// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

/** The model was closed before the call, or before the call's work was done. */
public final class ModelClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    ModelClosedException() {
        super("this model is closed; open another one");
    }
}
