// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When jobs begin and end, as it was known at one moment: each model's queue is put in order once, however many of its
 * jobs are asked for. For one thread.
 */
public final class Forecast {
    private final Estimates estimates;
    private final Map<String, Map<String, Eta>> waiting = new HashMap<>(); // by model, by id

    Forecast(Estimates estimates) {
        this.estimates = estimates;
    }

    /** When a job begins and ends; empty if it has ended, or the model is not known yet. */
    public Optional<Eta> of(LiveJob entry) {
        Job job = entry.job();
        if (job.status() == JobStatus.QUEUED) {
            Eta eta = waiting.computeIfAbsent(job.model(), estimates::ofWaiting).get(job.id());
            if (eta != null) {
                return Optional.of(eta);
            }
        }
        return estimates.of(entry);
    }
}
