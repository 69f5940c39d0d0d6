// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import io.github.deepgen4j.server.results.Pictures;

/** The queue in numbers, for those who operate the server. */
public final class QueueLoad {
    private final LiveJobs live;
    private final Estimates estimates;
    private final Announcements announcements;
    private final Pictures pictures;

    QueueLoad(LiveJobs live, Estimates estimates, Announcements announcements, Pictures pictures) {
        this.live = live;
        this.estimates = estimates;
        this.announcements = announcements;
        this.pictures = pictures;
    }

    /** Number of jobs that wait. */
    public int waiting() {
        return live.queued().size();
    }

    /** Number of jobs of a priority that wait. */
    public long waiting(Priority priority) {
        return live.queued().stream().filter(job -> job.priority() == priority).count();
    }

    /** True while a model draws. */
    public boolean busy(String model) {
        return live.running().anyMatch(each -> each.job().model().equals(model));
    }

    /** Seconds for which the oldest job has waited, 0 if none waits. */
    public double oldestSeconds() {
        long now = System.currentTimeMillis();
        return live.queued().stream()
                .mapToDouble(job -> (now - job.created()) / 1000.0)
                .max()
                .orElse(0);
    }

    /** Forecast seconds of all that waits and runs. */
    public double workSeconds() {
        return estimates.work();
    }

    /** Number of those who listen to events. */
    public long listeners() {
        return announcements.listeners();
    }

    /** Bytes that are free where the pictures lie. */
    public long freeBytes() {
        return pictures.freeBytes();
    }
}
