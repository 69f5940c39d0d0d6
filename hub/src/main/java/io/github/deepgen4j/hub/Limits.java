// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import io.github.deepgen4j.hub.retry.RetryPolicy;
import java.time.Duration;

/**
 * Bounds of a download: connections, memory, and patience.
 *
 * @param connections ranges of one file that are on their way together
 * @param block       bytes of one range; {@code 2 * connections} of them are held in memory
 * @param stall       a body that brings next to nothing for so long is given up
 * @param retries     how often a file's requests are repeated
 */
record Limits(int connections, int block, Duration stall, RetryPolicy retries) {
    /** 64 MiB of buffers. */
    static final Limits DEFAULT = new Limits(8, 4 << 20, Duration.ofSeconds(30), RetryPolicy.DEFAULT);
}
