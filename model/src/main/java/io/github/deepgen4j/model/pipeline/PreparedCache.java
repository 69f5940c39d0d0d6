// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.lora.ChosenAdapter;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Conditions and posteriors of the last prompts and references of an opened model, so that another seed of the same
 * needs neither language model nor encoders. Bounded in bytes; what was not asked for longest goes first. Owns its
 * tensors until closed; used by the model's thread alone.
 */
final class PreparedCache implements AutoCloseable {
    private final long limit;
    private final Map<Key, Prepared> known = new LinkedHashMap<>(16, 0.75f, true); // in the order of use
    private long bytes;

    /** @param limit in bytes; 0 keeps nothing */
    PreparedCache(long limit) {
        this.limit = limit;
    }

    /**
     * All that conditions and posteriors depend on, beside the weights: both prompts, since they are padded to the
     * longer one and see the pads (Q1, Q2), the pixels of the references after their resize, and the adapters that the
     * request chose.
     */
    private record Key(List<Long> prompt, List<Long> negative, List<String> references, List<ChosenAdapter> adapters) {
        static Key of(Sample sample, List<ChosenAdapter> adapters) {
            return new Key(
                    Arrays.stream(sample.prompt().ids()).boxed().toList(),
                    Arrays.stream(sample.negative().ids()).boxed().toList(),
                    sample.references().stream().map(Image::sha256).toList(),
                    adapters);
        }
    }

    /** The entry of a sample; it belongs to the cache and lives at least until the next {@link #put}. */
    Optional<Prepared> get(Sample sample, List<ChosenAdapter> adapters) {
        return limit == 0 ? Optional.empty() : Optional.ofNullable(known.get(Key.of(sample, adapters)));
    }

    /**
     * Remembers what was made of a sample, unless it alone is beyond the limit.
     *
     * @return what to draw from: the cache's own, or the same as given
     */
    Prepared put(Sample sample, List<ChosenAdapter> adapters, Prepared made) {
        if (made.bytes() > limit) {
            return made;
        }
        Prepared own = made.owned();
        bytes += own.bytes();
        Prepared before = known.put(Key.of(sample, adapters), own);
        if (before != null) {
            release(before);
        }
        for (Iterator<Prepared> eldest = known.values().iterator(); bytes > limit; ) {
            release(eldest.next());
            eldest.remove();
        }
        return own;
    }

    private void release(Prepared entry) {
        bytes -= entry.bytes();
        entry.close();
    }

    /** Bytes that are held. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        known.values().forEach(Prepared::close);
        known.clear();
        bytes = 0;
    }
}
