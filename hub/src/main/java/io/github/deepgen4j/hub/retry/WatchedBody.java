// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub.retry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The body of an answer, given up when it stalls or trickles. {@code HttpClient} has a time limit for the head of an
 * answer only; a body may keep its reader waiting for ever.
 */
public final class WatchedBody extends FilterInputStream {
    private static final int LEAST_BYTES = 4 << 10;

    private static final ScheduledThreadPoolExecutor CLOCK = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("stalled answers").factory());

    static {
        CLOCK.setRemoveOnCancelPolicy(true);
    }

    private final Duration limit;
    private final AtomicLong arrived = new AtomicLong();
    private final ScheduledFuture<?> watch;
    private volatile boolean stalled;

    /** @param limit time in which a few kilobytes must have come, or the end */
    public WatchedBody(InputStream body, Duration limit) {
        super(body);
        this.limit = limit;
        this.watch =
                CLOCK.scheduleWithFixedDelay(this::look, limit.toMillis(), limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (arrived.getAndSet(0) < LEAST_BYTES) {
            stalled = true;
            watch.cancel(false);
            try {
                in.close(); // wakes the reader
            } catch (IOException e) {
                return; // it is given up in any case
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read;
        try {
            read = in.read(bytes, offset, length);
        } catch (IOException e) {
            throw stalled ? new IOException(stall(), e) : e;
        }
        if (stalled) {
            throw new IOException(stall());
        }
        arrived.addAndGet(Math.max(read, 0));
        return read;
    }

    private String stall() {
        return "fewer than " + LEAST_BYTES + " bytes in " + limit.toMillis() / 1e3 + " s";
    }

    @Override
    public void close() throws IOException {
        watch.cancel(false);
        in.close();
    }
}
