// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A stage of a job's life. */
public enum JobStatus {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    /** True when nothing will happen to it any more. */
    public boolean ended() {
        return this != QUEUED && this != RUNNING;
    }

    /** The name as clients see it, {@code queued}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<JobStatus> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }
}
