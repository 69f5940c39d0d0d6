// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.server.http.Exchange;
import io.github.deepgen4j.server.queue.LiveJob;

/** A client that waits for a job: until the job has ended, or the client has gone. */
final class Waiting implements AutoCloseable {
    private final LiveJob job;
    private boolean ended;
    private boolean gone;
    private boolean left;

    Waiting(Exchange exchange, LiveJob job) {
        this.job = job;
        job.enter();
        job.onEnd(this::end);
        exchange.onLeave(this::go);
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    private synchronized void go() {
        gone = true;
        leave();
        notifyAll();
    }

    private synchronized void leave() {
        if (!left) {
            left = true;
            job.leave();
        }
    }

    /** True once the client has closed the connection. */
    synchronized boolean gone() {
        return gone;
    }

    /** Waits until one of both, at most so long; true if the job has ended and the client is there. */
    synchronized boolean await(long millis) throws InterruptedException {
        long end = millis > Long.MAX_VALUE / 2_000_000 ? Long.MAX_VALUE : System.nanoTime() + millis * 1_000_000;
        while (!ended && !gone) {
            long wait = end == Long.MAX_VALUE ? 60_000 : (end - System.nanoTime()) / 1_000_000;
            if (wait <= 0) {
                return false;
            }
            wait(wait);
        }
        return ended && !gone;
    }

    @Override
    public void close() {
        leave();
    }
}
