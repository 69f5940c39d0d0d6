// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import java.time.Duration;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Limits of what the queue takes and keeps.
 *
 * @param jobs most that may wait
 * @param work most forecast work that may wait
 * @param grace how long a job that is waited for goes on after its last client has left
 * @param jobLife how long jobs are kept after their end
 * @param pictureLife how long pictures are kept that are no favourites
 * @param residency of models in memory
 * @param weight of a key's share
 * @param storage bytes of a key's pictures; beyond it the oldest that are no favourites go
 */
public record QueueLimits(
        int jobs,
        Duration work,
        Duration grace,
        Duration jobLife,
        Duration pictureLife,
        Residency residency,
        ToDoubleFunction<String> weight,
        ToLongFunction<String> storage) {
    public static final QueueLimits DEFAULT = new QueueLimits(
            1000,
            Duration.ofHours(24),
            Duration.ofSeconds(30),
            Duration.ofDays(7),
            Duration.ofDays(30),
            Residency.UNBOUNDED,
            _ -> 1,
            _ -> Long.MAX_VALUE);

    public QueueLimits withJobs(int value) {
        return new QueueLimits(value, work, grace, jobLife, pictureLife, residency, weight, storage);
    }

    public QueueLimits withGrace(Duration value) {
        return new QueueLimits(jobs, work, value, jobLife, pictureLife, residency, weight, storage);
    }

    /** With other times for which jobs and pictures are kept. */
    public QueueLimits withLives(Duration job, Duration picture) {
        return new QueueLimits(jobs, work, grace, job, picture, residency, weight, storage);
    }

    public QueueLimits withResidency(Residency value) {
        return new QueueLimits(jobs, work, grace, jobLife, pictureLife, value, weight, storage);
    }

    /** Of keys. */
    public QueueLimits withKeys(ToDoubleFunction<String> weights, ToLongFunction<String> storages) {
        return new QueueLimits(jobs, work, grace, jobLife, pictureLife, residency, weights, storages);
    }
}
