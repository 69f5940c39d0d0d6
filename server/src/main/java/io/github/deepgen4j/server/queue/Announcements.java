// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import io.github.deepgen4j.model.json.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Tells those who listen what happens to jobs: to one, or to all of a key. */
final class Announcements {
    private final LiveJobs live;
    private final Estimates estimates;
    private final Map<String, EventLog> keys = new ConcurrentHashMap<>();
    private final Map<String, Integer> positions = new ConcurrentHashMap<>(); // as last told, by job

    Announcements(LiveJobs live, Estimates estimates) {
        this.live = live;
        this.estimates = estimates;
    }

    /** Events of all jobs of a key. */
    EventLog ofKey(String key) {
        return keys.computeIfAbsent(key, _ -> new EventLog());
    }

    void publish(LiveJob entry, String type, JsonNode data) {
        entry.events().add(entry.job().id(), type, data);
        EventLog log = keys.get(entry.job().key());
        if (log != null) {
            log.add(entry.job().id(), type, data);
        }
    }

    /** Says that a job waits, and where. */
    void queued(LiveJob entry) {
        queued(entry, estimates.of(entry));
    }

    /** Says of many jobs that they wait, and where. */
    void queued(List<LiveJob> entries) {
        Forecast forecast = estimates.forecast();
        entries.forEach(entry -> queued(entry, forecast.of(entry)));
    }

    private void queued(LiveJob entry, Optional<Eta> known) {
        JsonNode data = JsonNode.object();
        known.ifPresent(eta -> data.put("position", eta.position()).put("start_seconds", eta.start()));
        publish(entry, "queued", data);
    }

    /** True while somebody listens to the job's key. */
    boolean watched(LiveJob entry) {
        EventLog log = keys.get(entry.job().key());
        return log != null && log.watched();
    }

    /** Number of those who listen. */
    long listeners() {
        return live.all().stream()
                        .mapToLong(entry -> entry.events().listeners())
                        .sum()
                + keys.values().stream().mapToLong(EventLog::listeners).sum();
    }

    /** Tells the places of waiting jobs that have changed, where somebody listens. */
    void tellPositions() {
        Set<String> waiting = live.queued().stream().map(Job::id).collect(Collectors.toSet());
        positions.keySet().retainAll(waiting);
        Forecast forecast = estimates.forecast();
        for (String id : waiting) {
            live.find(id)
                    .filter(entry -> entry.events().watched() || watched(entry))
                    .ifPresent(entry -> {
                        Optional<Eta> eta = forecast.of(entry);
                        int position = eta.map(Eta::position).orElse(0);
                        if (!Integer.valueOf(position).equals(positions.put(id, position))) {
                            queued(entry, eta);
                        }
                    });
        }
    }
}
