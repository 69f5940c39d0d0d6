// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.set;

/** A package of icons or one of its drawings that cannot be used: says which, what was expected and what was found. */
public final class IconException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IconException(String message) {
        super(message);
    }

    public IconException(String message, Throwable cause) {
        super(message, cause);
    }
}
