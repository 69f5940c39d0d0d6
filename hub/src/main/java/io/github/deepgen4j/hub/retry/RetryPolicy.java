// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub.retry;

import java.time.Duration;

/**
 * The number and spacing of attempts.
 *
 * @param attempts failures in a row after which it is given up
 * @param longestPause bound of the pauses, which begin at one second and double
 * @param longestWait a server that asks for more than this is given up at once
 * @param sleeper waits
 */
public record RetryPolicy(int attempts, Duration longestPause, Duration longestWait, Sleeper sleeper) {
    /** Seven attempts, pauses of 1 to 32 s (about a minute in all), 15 minutes at most when a server asks for it. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(7, Duration.ofSeconds(32), Duration.ofMinutes(15), Thread::sleep);

    /** {@link Thread#sleep(Duration)}, or what a test puts in its place. */
    public interface Sleeper {
        /** Waits. */
        void sleep(Duration time) throws InterruptedException;
    }

    /** These rules with another number of attempts and another way of waiting. */
    public RetryPolicy with(int newAttempts, Sleeper newSleeper) {
        return new RetryPolicy(newAttempts, longestPause, longestWait, newSleeper);
    }
}
