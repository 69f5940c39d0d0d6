// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.server.queue.LiveJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds requests that are repeats of others. SDKs send a request again when their time-out is over, two or three times;
 * the repeat joins the job that its first try began, while two people who ask for the same at once get two jobs.
 */
final class Joins {
    private static final long KEPT = Duration.ofHours(1).toMillis();

    /** A job that requests have waited for. */
    static final class Entry {
        private final LiveJob job;
        private int retry; // of the last request that waits for it
        private int clients;
        private long changed = System.currentTimeMillis();
        private boolean delivered;

        private Entry(LiveJob job, int retry) {
            this.job = job;
            this.retry = retry;
            this.clients = 1;
        }

        LiveJob job() {
            return job;
        }

        /**
         * True if its answer was written and nobody waits any more. That is no proof that the client has read it: one
         * whose time-out ends in that moment has gone with the answer on its way, and asks again with its next count.
         */
        private boolean answered() {
            return clients == 0 && delivered;
        }
    }

    private final Map<String, List<Entry>> entries = new HashMap<>();
    private final long grace;

    /**
     * @param grace milliseconds in which a request without a count is a repeat of one whose client has left, and one
     *     with the next count a repeat of one that was answered
     */
    Joins(long grace) {
        this.grace = grace;
    }

    /**
     * The job that a request repeats.
     *
     * @param alike the same for requests that ask for the same
     * @param retry number of the try that the client says it is, 0 for the first
     */
    synchronized Optional<Entry> join(String alike, int retry) {
        long now = System.currentTimeMillis();
        forget(now);
        List<Entry> found = entries.getOrDefault(alike, new ArrayList<>());
        if (retry == 0) {
            found.removeIf(Entry::answered); // their clients have gone on to their next request
        }
        Optional<Entry> joined = found.stream()
                .filter(entry -> !entry.answered())
                .filter(entry -> entry.clients == 0
                        ? retry > 0 || now - entry.changed < grace
                        : retry > 0 && entry.retry == retry - 1)
                .findFirst()
                .or(() -> found.stream()
                        .filter(entry -> entry.answered() && entry.retry == retry - 1)
                        .findFirst());
        joined.ifPresent(entry -> {
            entry.clients++;
            entry.retry = retry;
            entry.changed = now;
        });
        return joined;
    }

    /** A job that a request has begun. */
    synchronized Entry begin(String alike, LiveJob job, int retry) {
        var entry = new Entry(job, retry);
        entries.computeIfAbsent(alike, _ -> new ArrayList<>()).add(entry);
        return entry;
    }

    /** A job of which a server that has ended kept only the record, whose clients are gone. */
    synchronized void orphan(LiveJob job) {
        begin(alike(job.job().key(), job.job().hash()), job, 0).clients = 0;
    }

    /** A text that is equal for requests of one key that ask for the same. */
    static String alike(String key, String hash) {
        return key + " " + hash;
    }

    /** A client does not wait any more. */
    synchronized void leave(Entry entry, boolean delivered) {
        entry.clients--;
        entry.delivered |= delivered;
        entry.changed = System.currentTimeMillis();
    }

    private void forget(long now) {
        entries.values()
                .forEach(list -> list.removeIf(
                        entry -> entry.clients == 0 && now - entry.changed > (entry.delivered ? grace : KEPT)));
        entries.values().removeIf(List::isEmpty);
    }
}
