// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

/** An image that cannot be read, made or written: names the file, what was expected and what was found. */
public final class ImageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ImageException(String message) {
        super(message);
    }

    public ImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
