// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import io.github.deepgen4j.model.json.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The events of one job, or of all jobs of a key: the last ones are kept for those who come later, and none of those
 * who listen can hold up those who write.
 */
public final class EventLog {
    private static final int KEPT = 256;
    private static final int WAITING = 64;

    private final Deque<JobEvent> kept = new ArrayDeque<>();
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private long last;

    synchronized void add(String job, String type, JsonNode data) {
        var event = new JobEvent(++last, job, type, data);
        if (event.kept()) {
            kept.add(event);
            if (kept.size() > KEPT) {
                kept.removeFirst();
            }
        }
        subscriptions.forEach(each -> each.offer(event));
    }

    /**
     * Listens, from the event after a number on.
     *
     * @param after 0 for all that are kept
     */
    public synchronized Subscription subscribe(long after) {
        var subscription = new Subscription();
        kept.stream().filter(event -> event.number() > after).forEach(subscription::offer);
        subscriptions.add(subscription);
        return subscription;
    }

    /** Number of the newest event, 0 before the first. */
    public synchronized long last() {
        return last;
    }

    /** Number of those who listen. */
    int listeners() {
        return subscriptions.size();
    }

    /** True while somebody listens. */
    boolean watched() {
        return !subscriptions.isEmpty();
    }

    /** One who listens. */
    public final class Subscription implements AutoCloseable {
        private final Deque<JobEvent> waiting = new ArrayDeque<>();

        private synchronized void offer(JobEvent event) {
            if (event.replaceable() && waiting.size() >= WAITING) {
                waiting.removeIf(
                        old -> old.type().equals(event.type()) && old.job().equals(event.job()));
            }
            if (waiting.size() < WAITING || !event.replaceable()) {
                waiting.add(event);
            }
            notifyAll();
        }

        /** The next event, empty if there is none in time. */
        public synchronized Optional<JobEvent> next(long millis) throws InterruptedException {
            long end = System.nanoTime() + millis * 1_000_000;
            while (waiting.isEmpty()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return Optional.empty();
                }
                wait(left);
            }
            return Optional.of(waiting.removeFirst());
        }

        @Override
        public void close() {
            subscriptions.remove(this);
        }
    }
}
