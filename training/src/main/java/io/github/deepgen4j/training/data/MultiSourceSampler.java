// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.files.ConfigException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The samples of each micro-batch (spec/training.md section 3): for every source in turn, {@code repeats} batches
 * of {@code batch} indices, for ever, out of the source's endless stream of permutations. Nothing is padded or dropped.
 *
 * <p>A micro-batch depends on its number alone: a resumed run asks for the number it stopped at and reads nothing
 * before it (T19). Sources of equal length have different permutations, since the source goes into the seed (T26).
 */
final class MultiSourceSampler {
    /**
     * A source as the sampler sees it.
     *
     * @param length number of samples
     * @param repeats consecutive micro-batches of it in a cycle
     * @param batch samples to a micro-batch
     */
    public record Share(int length, int repeats, int batch) {
        public Share {
            if (length < 1 || repeats < 1 || batch < 1) {
                throw new ConfigException("source expected length, repeats and batch >= 1, found %d, %d and %d"
                        .formatted(length, repeats, batch));
            }
        }
    }

    /** A micro-batch: a source, and indices 0..length-1 into it. */
    public record Draw(int source, int[] indices) {}

    private final List<Share> shares;
    private final List<IndexStream> streams;
    private final int cycle;

    /** @param shuffle the seed of the permutations; absent for the natural order */
    public MultiSourceSampler(List<Share> shares, Optional<Seed> shuffle) {
        if (shares.isEmpty()) {
            throw new ConfigException("sampler expected at least one source, found none");
        }
        this.shares = List.copyOf(shares);
        this.cycle = shares.stream().mapToInt(Share::repeats).sum();
        this.streams = IntStream.range(0, shares.size())
                .mapToObj(
                        source -> new IndexStream(shares.get(source).length(), shuffle.map(seed -> seed.with(source))))
                .toList();
    }

    /** Micro-batch 0, 1, 2, ... */
    public Draw batch(long number) {
        int inCycle = (int) (number % cycle);
        int source = 0;
        while (inCycle >= shares.get(source).repeats()) {
            inCycle -= shares.get(source).repeats();
            source++;
        }
        Share share = shares.get(source);
        long earlier = (number / cycle * share.repeats() + inCycle) * share.batch();
        int[] indices = new int[share.batch()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = streams.get(source).at(earlier + i);
        }
        return new Draw(source, indices);
    }

    /** Micro-batches until all sources have had their turns; accumulate a multiple of it. */
    public int cycle() {
        return cycle;
    }
}
