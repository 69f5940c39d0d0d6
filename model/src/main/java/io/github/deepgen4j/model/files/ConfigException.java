// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import java.util.Optional;

/** A configuration that cannot be: names the file or the field, what was expected and what was found. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;

    public ConfigException(String message) {
        this(message, (Throwable) null);
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
        this.field = null;
    }

    private ConfigException(String field, String message) {
        super(message);
        this.field = field;
    }

    /**
     * Refuses a value of a record's field.
     *
     * @param field its name in files, with which the message begins
     * @throws ConfigException unless the condition holds
     */
    public static void require(boolean condition, String field, String expected, Object found) {
        if (!condition) {
            throw new ConfigException(field, field + " expected " + expected + ", found " + found);
        }
    }

    /**
     * A refusal of a field for a reason of its own.
     *
     * @param field its name in files
     */
    public static ConfigException at(String field, String message, Throwable cause) {
        var refused = new ConfigException(field, field + ": " + message);
        refused.initCause(cause);
        return refused;
    }

    /**
     * This refusal as one of a field inside of another.
     *
     * @param parent its name in files
     */
    public ConfigException inside(String parent) {
        String start = field + ": ";
        return field == null
                ? at(parent, getMessage(), this)
                : at(
                        parent + "." + field,
                        getMessage().startsWith(start) ? getMessage().substring(start.length()) : getMessage(),
                        this);
    }

    /** The field that {@link #require} refused. */
    public Optional<String> field() {
        return Optional.ofNullable(field);
    }
}
