// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

/** A file or folder that cannot be used as asked, for another reason than a failing disk. */
public final class FileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FileException(String message) {
        super(message);
    }
}
