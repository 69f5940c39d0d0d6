// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C and SIGTERM as a request to stop: while this is open, the process ends only once the work has been closed in
 * order, so that no file stays half-written and no native code runs while libraries are unloaded.
 */
final class Interruption implements AutoCloseable {
    private final AtomicBoolean requested = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);

    Interruption() {
        Thread worker = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            requested.set(true);
            try {
                finished.await();
            } catch (InterruptedException e) {
                worker.interrupt();
            }
        }));
    }

    boolean requested() {
        return requested.get();
    }

    /** The work has ended; the process may, too. */
    @Override
    public void close() {
        finished.countDown();
    }
}
