// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.engine;

/**
 * An engine that cannot be opened or cannot answer, which says nothing about the image. The message is for people: what
 * was asked, where, what was expected and found.
 */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
