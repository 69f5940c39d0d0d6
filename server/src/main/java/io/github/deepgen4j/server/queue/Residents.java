// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The models that are in memory: as many as fit by the forecasts of what they drew, and the one that was used longest
 * ago leaves for one that needs its place. It leaves when its own queue is empty, or when the other's next job has
 * waited for two minutes, of those since the other left itself: else two users would swap their models with each
 * picture. Times are milliseconds since 1970.
 */
final class Residents {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /**
     * The next job of a model.
     *
     * @param bytes forecast of its engine when it is largest
     * @param created of the job that has waited longest
     */
    record Head(long bytes, long created) {}

    private static final class Place {
        private long bytes; // 0 for a model that is not in memory
        private boolean busy;
        private long used;
        private long left;
    }

    private final long memory;
    private final Map<String, Place> places = new HashMap<>();

    /** @param memory bytes that all may take together */
    Residents(long memory) {
        this.memory = memory;
    }

    /**
     * Takes a place for the next job of a model, until {@link #leave}.
     *
     * @param heads next jobs of all models that have some and could draw them
     * @return the models that have to give back their memory first; empty if this one has to wait
     */
    synchronized Optional<List<String>> enter(String model, Map<String, Head> heads, long now) {
        Head head = heads.get(model);
        if (head == null) {
            return Optional.empty();
        }
        Place own = place(model);
        if (own.bytes > 0 && others(model, heads).anyMatch(other -> isOverdue(other, heads.get(other), now))) {
            return Optional.empty();
        }
        long bytes = Math.max(own.bytes, head.bytes());
        boolean impatient = waited(model, head, now);
        List<String> leaving = new ArrayList<>();
        long taken = taken() - own.bytes;
        for (String other : idle(model)) {
            if (taken + bytes <= memory) {
                break;
            }
            if (impatient || !heads.containsKey(other)) {
                leaving.add(other);
                taken -= place(other).bytes;
            }
        }
        if (taken > 0 && taken + bytes > memory) {
            return Optional.empty();
        }
        leaving.forEach(other -> gone(other, now));
        own.bytes = bytes;
        own.busy = true;
        return Optional.of(leaving);
    }

    /** The job of a model has ended; its memory stays taken. */
    synchronized void leave(String model, long now) {
        Place place = place(model);
        place.busy = false;
        place.used = now;
    }

    /** A model has given back its memory. */
    synchronized void gone(String model, long now) {
        Place place = place(model);
        place.bytes = 0;
        place.busy = false;
        place.left = now;
    }

    private Place place(String model) {
        return places.computeIfAbsent(model, _ -> new Place());
    }

    private long taken() {
        return places.values().stream().mapToLong(place -> place.bytes).sum();
    }

    private static Stream<String> others(String model, Map<String, Head> heads) {
        return heads.keySet().stream().filter(other -> !other.equals(model));
    }

    /** Models in memory that draw nothing, the one that was used longest ago at first. */
    private List<String> idle(String model) {
        return places.keySet().stream()
                .filter(other -> !other.equals(model) && place(other).bytes > 0 && !place(other).busy)
                .sorted(Comparator.comparingLong(other -> place(other).used))
                .toList();
    }

    /** True for a model that has waited long for memory that others have. */
    private boolean isOverdue(String model, Head head, long now) {
        return place(model).bytes == 0 && taken() + head.bytes() > memory && waited(model, head, now);
    }

    private boolean waited(String model, Head head, long now) {
        return now - Math.max(head.created(), place(model).left) >= PATIENCE.toMillis();
    }
}
