// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The jobs of keys that have not ended, and what keys have used of their day. */
public final class KeyJobs {
    private final LiveJobs live;
    private final JobStore store;

    KeyJobs(LiveJobs live, JobStore store) {
        this.live = live;
        this.store = store;
    }

    /** Number of jobs of a key that wait. */
    public long queued(String key) {
        return live.queued().stream().filter(job -> job.key().equals(key)).count();
    }

    /** Jobs of a key that are drawn, the one that began first at first. */
    public List<LiveJob> running(String key) {
        return unfinished(key)
                .filter(each -> each.job().status() == JobStatus.RUNNING)
                .sorted(Comparator.comparingLong(each -> each.job().started()))
                .toList();
    }

    /** Jobs of a key that it waits for on the line. */
    public List<LiveJob> awaited(String key) {
        return unfinished(key).filter(each -> each.job().awaited()).toList();
    }

    /** Pictures of a key today (UTC): those that were drawn, and those that wait. */
    public Usage today(String key) {
        Usage usage = store.usage(key, System.currentTimeMillis());
        for (LiveJob each : unfinished(key).toList()) {
            long images = each.job().settings().count() - each.pictures().size();
            usage = usage.plus(images, images * each.job().pixelSteps());
        }
        return usage;
    }

    private Stream<LiveJob> unfinished(String key) {
        return live.all().stream()
                .filter(each ->
                        each.job().key().equals(key) && !each.job().status().ended());
    }
}
