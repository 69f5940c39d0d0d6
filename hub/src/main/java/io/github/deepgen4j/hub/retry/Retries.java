// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub.retry;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Repeats what failed for a reason that may pass, with growing pauses. When a server says how long to wait
 * ({@link BusyException}), all work of this object waits so long. Safe for use by several threads.
 */
public final class Retries {
    /** An attempt that brought this many bytes was not in vain. */
    private static final long PROGRESS = 64 << 10;

    /** Between two notes of failures. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final RetryPolicy policy;
    private final Consumer<String> notes;
    private final AtomicLong told = new AtomicLong(System.nanoTime() - SILENCE.toNanos());
    private final AtomicLong notBefore = new AtomicLong(System.nanoTime());

    /** @param notes is told, a line each, of waits that a server asked for, and of repeated failures */
    public Retries(RetryPolicy policy, Consumer<String> notes) {
        this.policy = policy;
        this.notes = notes;
    }

    /** Work whose {@link IOException} is worth another attempt; any other exception ends it. */
    public interface Attempt<T> {
        /** Does the work once. */
        T run() throws IOException;
    }

    /**
     * Runs until it succeeds.
     *
     * @param what names the work in a message
     * @throws RetriesExhaustedException after too many failures, or when the server wants to be left alone for long
     */
    public <T> T run(String what, Attempt<T> attempt) {
        return run(what, attempt, () -> 0);
    }

    /**
     * Runs until it succeeds; failures before an attempt that brought something do not count.
     *
     * @param what     names the work in a message
     * @param progress bytes that all attempts together have brought
     * @throws RetriesExhaustedException after too many failures in a row, or when the server wants to be left alone
     *     for long
     */
    public <T> T run(String what, Attempt<T> attempt, LongSupplier progress) {
        int failures = 0;
        while (true) {
            long before = progress.getAsLong();
            try {
                sleep(Duration.ofNanos(notBefore.get() - System.nanoTime()));
                return attempt.run();
            } catch (InterruptedIOException e) {
                Thread.currentThread().interrupt();
                throw new RetriesExhaustedException(what + ": interrupted", e);
            } catch (IOException e) {
                failures = progress.getAsLong() - before >= PROGRESS ? 1 : failures + 1;
                if (failures >= policy.attempts()) {
                    throw new RetriesExhaustedException(
                            what + ": failed " + failures + " times in a row, at last with: " + reason(e), e);
                }
                pause(what, failures, e);
            }
        }
    }

    private void pause(String what, int failures, IOException failure) {
        Optional<Duration> asked = failure instanceof BusyException busy ? busy.retryAfter() : Optional.empty();
        if (asked.isEmpty()) {
            try {
                Duration wait = backOff(failures);
                if (failures > 1) {
                    tell(what + ": " + reason(failure) + "; trying again in " + Math.ceilDiv(wait.toMillis(), 1000)
                            + " s, attempt " + (failures + 1) + " of " + policy.attempts());
                }
                sleep(wait);
            } catch (InterruptedIOException e) {
                Thread.currentThread().interrupt();
                throw new RetriesExhaustedException(what + ": interrupted", e);
            }
            return;
        }
        if (asked.get().compareTo(policy.longestWait()) > 0) {
            throw new RetriesExhaustedException(
                    what + ": " + failure.getMessage() + " and asks to come back in "
                            + asked.get().toMinutes() + " minutes",
                    failure);
        }
        long wait = Math.max(asked.get().toNanos(), backOff(failures).toNanos()); // "0 seconds" is no reason to hurry
        long until = System.nanoTime() + wait;
        long known = notBefore.getAndAccumulate(until, (a, b) -> a - b > 0 ? a : b);
        if (until - known > Duration.ofSeconds(1).toNanos()) {
            notes.accept(
                    failure.getMessage() + "; waiting " + Duration.ofNanos(wait).toSeconds() + " s as it asks");
        }
    }

    /** Passes a note on, unless parallel work has just had one to the same effect. */
    private void tell(String note) {
        long now = System.nanoTime();
        long last = told.get();
        if (now - last >= SILENCE.toNanos() && told.compareAndSet(last, now)) {
            notes.accept(note);
        }
    }

    /** 1, 2, 4, ... seconds, shortened by up to a half at random so that connections do not return all at once. */
    private Duration backOff(int failures) {
        Duration full = Duration.ofSeconds(1L << Math.min(failures - 1, 30));
        Duration capped = full.compareTo(policy.longestPause()) > 0 ? policy.longestPause() : full;
        return Duration.ofMillis(
                (long) (capped.toMillis() * ThreadLocalRandom.current().nextDouble(0.5, 1)));
    }

    private void sleep(Duration time) throws InterruptedIOException {
        if (time.isPositive()) {
            try {
                policy.sleeper().sleep(time);
            } catch (InterruptedException e) {
                throw new InterruptedIOException("interrupted while waiting");
            }
        }
    }

    private static String reason(IOException failure) {
        String text = failure.getMessage();
        return text == null ? failure.getClass().getSimpleName() : text;
    }
}
