// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.keys;

import java.util.HashMap;
import java.util.Map;

/** Counts events of the last minute by name. */
public final class Rate {
    private static final long MINUTE = 60_000;
    private static final int MOST_NAMES = 10_000;

    /** Events since a moment. */
    private record Window(long begun, int count) {}

    private final Map<String, Window> windows = new HashMap<>();

    /** Counts one more; the number of events of this minute. */
    public synchronized int count(String name) {
        long now = System.currentTimeMillis();
        if (windows.size() > MOST_NAMES) {
            windows.values().removeIf(window -> now - window.begun > MINUTE);
        }
        Window window = windows.get(name);
        Window next = window == null || now - window.begun > MINUTE
                ? new Window(now, 1)
                : new Window(window.begun, window.count + 1);
        windows.put(name, next);
        return next.count;
    }

    /** The number of events of this minute, without one more. */
    public synchronized int of(String name) {
        Window window = windows.get(name);
        return window == null || System.currentTimeMillis() - window.begun > MINUTE ? 0 : window.count;
    }

    /** Seconds until a name begins a new minute. */
    public synchronized double left(String name) {
        Window window = windows.get(name);
        return window == null ? 0 : Math.max(0, (window.begun + MINUTE - System.currentTimeMillis()) / 1000.0);
    }
}
