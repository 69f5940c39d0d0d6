// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The server cannot answer now (408, 429, 5xx), and may have said when it can. */
final class BusyException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> wait;

    BusyException(String message, Optional<Duration> wait) {
        super(message);
        this.wait = wait;
    }

    Optional<Duration> retryAfter() {
        return wait;
    }
}
