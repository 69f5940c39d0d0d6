// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C and SIGTERM as a request to stop: while this is open, the process ends only once the work has been closed in
 * order, so that no file stays half-written and no native code runs while libraries are unloaded. Work that does not
 * end, as it is stuck in a library, is given up after some seconds, and at once on another Ctrl-C.
 */
final class Interruption implements AutoCloseable {
    /** Launchers pass on a Ctrl-C that the terminal has sent already: that is not another one. */
    private static final Duration SAME = Duration.ofMillis(500);

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration UNNOTICED = Duration.ofSeconds(10);
    private static final Duration CLOSING = Duration.ofSeconds(60);
    private static final Duration WAITING = Duration.ofSeconds(30);

    private final Thread worker = Thread.currentThread();
    private final AtomicBoolean requested = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final boolean saves;
    private volatile boolean noticed;

    /** For work of which nothing is lost when it is given up: what was finished is written. */
    Interruption() {
        this(false);
    }

    /** For work that saves itself when it is stopped, however long that takes; given up only if it does not compute. */
    static Interruption ofSavingWork() {
        return new Interruption(true);
    }

    private Interruption(boolean saves) {
        this.saves = saves;
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    }

    private void stop() {
        requested.set(true);
        try {
            if (finished.await(SAME.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            CLibrary.endOnInterrupt();
            Duration idle = Duration.ZERO;
            for (Duration waited = SAME; !isGivenUp(waited, idle); waited = waited.plus(LOOK)) {
                if (finished.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                idle = worker.getState() == Thread.State.RUNNABLE ? Duration.ZERO : idle.plus(LOOK);
            }
            CLibrary.exit(Failure.INTERRUPTED);
        } catch (InterruptedException e) {
            worker.interrupt();
        }
    }

    private boolean isGivenUp(Duration waited, Duration idle) {
        return saves ? idle.compareTo(WAITING) > 0 : waited.compareTo(noticed ? CLOSING : UNNOTICED) > 0;
    }

    /** True once the work is to stop; asked by the work itself, now and then. */
    boolean requested() {
        boolean stop = requested.get();
        if (stop) {
            noticed = true;
        }
        return stop;
    }

    /** The work has ended; the process may, too. */
    @Override
    public void close() {
        finished.countDown();
    }
}
