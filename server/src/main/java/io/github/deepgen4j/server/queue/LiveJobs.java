// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The jobs that have not ended, or only just. */
final class LiveJobs {
    private final Map<String, LiveJob> jobs = new ConcurrentHashMap<>();

    void add(LiveJob job) {
        jobs.put(job.job().id(), job);
    }

    void remove(String id) {
        jobs.remove(id);
    }

    Optional<LiveJob> find(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    Collection<LiveJob> all() {
        return jobs.values();
    }

    List<Job> queued() {
        return with(JobStatus.QUEUED).map(LiveJob::job).toList();
    }

    List<Job> queued(String model) {
        return queued().stream().filter(job -> job.model().equals(model)).toList();
    }

    Stream<LiveJob> running() {
        return with(JobStatus.RUNNING);
    }

    private Stream<LiveJob> with(JobStatus status) {
        return jobs.values().stream().filter(each -> each.job().status() == status);
    }
}
