// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tables;

/** A file of rows that cannot be used at all: names the file, what was expected and what was found. */
public class TableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TableException(String message) {
        super(message);
    }

    TableException(String message, Throwable cause) {
        super(message, cause);
    }
}
