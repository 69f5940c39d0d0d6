// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor.cache;

/** A cache folder that cannot be used; the message names the folder and how another is chosen. */
public final class CacheException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CacheException(String message, Throwable cause) {
        super(message, cause);
    }
}
