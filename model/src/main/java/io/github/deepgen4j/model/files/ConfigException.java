// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

/** A configuration that cannot be: names the file or the field, what was expected and what was found. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
