// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

/** An operation on tensors that cannot be done: names the operation, the shapes and LibTorch's own first line. */
public final class TensorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message that names the operation and the shapes. */
    public TensorException(String message) {
        super(message);
    }

    /** A failure that keeps LibTorch's own exception. */
    public TensorException(String message, Throwable cause) {
        super(message, cause);
    }
}
