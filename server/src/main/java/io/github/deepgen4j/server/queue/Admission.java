// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import io.github.deepgen4j.server.results.Pictures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The jobs that a queue does not take: beyond its limits, or such as have killed engines. */
final class Admission {
    private static final Duration POISON = Duration.ofHours(1);

    private final QueueLimits limits;
    private final LiveJobs live;
    private final Estimates estimates;
    private final Pictures pictures;
    private final Map<String, Long> poison = new ConcurrentHashMap<>(); // by hash, when

    Admission(QueueLimits limits, LiveJobs live, Estimates estimates, Pictures pictures) {
        this.limits = limits;
        this.live = live;
        this.estimates = estimates;
        this.pictures = pictures;
    }

    /** Such requests have killed the engine too often. */
    void poisonous(Job job) {
        poison.put(job.hash(), System.currentTimeMillis());
    }

    void forget() {
        long now = System.currentTimeMillis();
        poison.values().removeIf(killed -> now - killed > POISON.toMillis());
    }

    /** @throws Rejection if a job is not taken */
    void require(List<NewJob> jobs) {
        jobs.forEach(this::requireHarmless);
        requirePlaces(jobs.size());
        if (estimates.work() > limits.work().toSeconds()) {
            throw full("expected at most %d hours of work, found %.1f"
                    .formatted(limits.work().toHours(), estimates.work() / 3600));
        }
        if (pictures.full()) {
            throw new Rejection("storage_full", "the disk of the server is nearly full; try again later", 60);
        }
    }

    private void requireHarmless(NewJob job) {
        Long killed = poison.get(job.hash());
        if (killed != null && System.currentTimeMillis() - killed < POISON.toMillis()) {
            throw new Rejection(
                    "engine_lost",
                    "this request has ended the engine three times within the last hour; change it",
                    POISON.toSeconds());
        }
    }

    private void requirePlaces(int jobs) {
        int queued = live.queued().size();
        if (queued + jobs > limits.jobs()) {
            throw full("expected room for %d, found %d of %d places taken".formatted(jobs, queued, limits.jobs()));
        }
    }

    private Rejection full(String why) {
        return new Rejection("queue_full", "the queue is full: " + why, estimates.nextPlace());
    }
}
