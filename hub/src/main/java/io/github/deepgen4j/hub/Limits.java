// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import java.time.Duration;

/**
 * How much is asked for at once and how long is waited.
 *
 * @param connections ranges of one file that are on their way together
 * @param block       bytes of one range; {@code 2 * connections} of them are held in memory
 * @param stall       a body that brings next to nothing for so long is given up
 * @param attempts    failures in a row after which a file is given up
 * @param sleeper     waits
 */
record Limits(int connections, int block, Duration stall, int attempts, Sleeper sleeper) {
    /** 64 MiB of buffers; waits of 1 to 32 s between the attempts, about a minute in all. */
    static final Limits DEFAULT = new Limits(8, 4 << 20, Duration.ofSeconds(30), 7, Thread::sleep);

    /** {@link Thread#sleep(Duration)}, or what a test puts in its place. */
    interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }
}
