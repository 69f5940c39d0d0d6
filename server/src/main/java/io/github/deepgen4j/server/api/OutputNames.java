// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.image.OutputFormat;
import java.util.Locale;

/** Formats of pictures under the names of the API. */
final class OutputNames {
    private OutputNames() {}

    /** {@code png}, {@code jpeg} or {@code webp}. */
    static String of(OutputFormat format) {
        return format.name().toLowerCase(Locale.ROOT);
    }

    static OutputFormat parse(String name) {
        return OutputFormat.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
