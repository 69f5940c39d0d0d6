// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The limits of models in memory.
 *
 * @param memory bytes that they may take together, by their forecasts
 * @param keepAlive after which a model that nobody asks leaves; empty for never
 * @param clock for these times
 */
public record Residency(long memory, Optional<Duration> keepAlive, InstantSource clock) {
    /** All models stay. */
    public static final Residency UNBOUNDED = new Residency(Long.MAX_VALUE, Optional.empty(), InstantSource.system());

    boolean bounded() {
        return memory < Long.MAX_VALUE;
    }
}
