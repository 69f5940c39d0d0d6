// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.memory;

/** The available memory is less than the work needs; the message says how much, where, and what would help. */
public final class MemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MemoryException(String message) {
        super(message);
    }
}
