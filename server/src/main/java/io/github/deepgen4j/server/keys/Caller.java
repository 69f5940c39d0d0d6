// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.keys;

import java.util.Set;

/**
 * One who calls.
 *
 * @param key id of the key, to which jobs and pictures belong
 * @param scopes of {@link #SCOPES}
 */
public record Caller(String key, Set<String> scopes, KeyLimits limits) {
    /** All scopes that a key may have. */
    public static final Set<String> SCOPES = Set.of("images", "jobs", "gallery", "metrics", "admin");

    /** Everybody, where the server has no keys. */
    public static final Caller LOCAL = new Caller("local", SCOPES, KeyLimits.DEFAULT);

    public Caller {
        scopes = Set.copyOf(scopes);
    }
}
