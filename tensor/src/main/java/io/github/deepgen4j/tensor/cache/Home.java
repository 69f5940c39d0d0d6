// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor.cache;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The user's home folder as Python finds it, so that both see the same files: {@code HOME}, then the user database.
 * Java's {@code user.home} is the latter alone, and {@code "?"} for a user who has no entry there.
 */
public final class Home {
    private Home() {}

    /** The home folder of this process, absolute; empty if nobody knows it. It may be missing or read-only. */
    public static Optional<Path> folder() {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
        return folder(windows ? Map.of() : System.getenv(), System.getProperty("user.home"));
    }

    static Optional<Path> folder(Map<String, String> environment, String database) {
        return variable(environment, "HOME")
                .or(() -> Optional.ofNullable(database).filter(text -> !text.isBlank() && !text.equals("?")))
                .map(text -> Path.of(text).toAbsolutePath());
    }

    /** A variable that is set and not empty. */
    static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }
}
