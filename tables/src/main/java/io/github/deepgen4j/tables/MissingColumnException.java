// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tables;

import java.nio.file.Path;
import java.util.List;

/** A file of rows without a column that was asked for; users may have to say which one is meant. */
public final class MissingColumnException extends TableException {
    private static final long serialVersionUID = 1L;

    MissingColumnException(Path file, Column column, List<String> found) {
        super("%s: expected a column %s of %s, found %s"
                .formatted(
                        file,
                        String.join(" or ", column.names()),
                        column.cells().kind(),
                        found));
    }
}
