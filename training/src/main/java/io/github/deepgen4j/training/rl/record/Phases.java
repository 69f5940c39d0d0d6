// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Seconds of the phases of an update. What comes after the last phase that is timed is the policy's. */
public final class Phases {
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private long since = System.nanoTime();

    /** Does something and notes how long it took. */
    public <T> T time(String phase, Supplier<T> work) {
        long begin = System.nanoTime();
        T result = work.get();
        since = System.nanoTime();
        seconds.merge(phase, (since - begin) / 1e9, Double::sum);
        return result;
    }

    /** Notes the time since the last phase as one of its own. */
    public void end(String phase) {
        long now = System.nanoTime();
        seconds.merge(phase, (now - since) / 1e9, Double::sum);
        since = now;
    }

    public Map<String, Double> seconds() {
        return Collections.unmodifiableMap(seconds);
    }
}
