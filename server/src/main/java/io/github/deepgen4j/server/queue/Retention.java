// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Removes what has been kept long enough: jobs, pictures that are no favourites, names of requests. */
final class Retention {
    private static final int AT_ONCE = 100;
    private static final Duration TOKEN_LIFE = Duration.ofHours(24);

    private final JobStore store;
    private final Gallery gallery;
    private final QueueLimits limits;

    Retention(JobStore store, Gallery gallery, QueueLimits limits) {
        this.store = store;
        this.gallery = gallery;
        this.limits = limits;
    }

    /** Removes all that is too old. */
    void sweep(long now) {
        store.forgetBefore(now - TOKEN_LIFE.toMillis());
        all(() -> store.endedBefore(now - limits.jobLife().toMillis(), AT_ONCE), store::delete);
        all(() -> store.picturesBefore(now - limits.pictureLife().toMillis(), AT_ONCE), gallery::erase);
        store.keysWithPictures().forEach(this::shrink);
    }

    /** Removes the oldest pictures of a key that are no favourites, until the rest is within its limit. */
    private void shrink(String key) {
        long most = limits.storage().applyAsLong(key);
        if (most == Long.MAX_VALUE) {
            return;
        }
        long bytes = store.pictureBytes(Optional.of(key));
        List<Picture> oldest = List.of();
        while (bytes > most) {
            if (oldest.isEmpty()) {
                oldest = new ArrayList<>(store.oldest(key, AT_ONCE));
            }
            if (oldest.isEmpty()) {
                return;
            }
            Picture next = oldest.removeFirst();
            gallery.erase(next);
            bytes -= next.bytes();
        }
    }

    private static <T> void all(Supplier<List<T>> some, Consumer<T> remove) {
        for (List<T> next = some.get(); !next.isEmpty(); next = some.get()) {
            next.forEach(remove);
        }
    }
}
