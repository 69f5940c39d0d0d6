// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * An endless stream over 0..length-1: one permutation after another, or the natural order again and again. Any place of
 * it can be asked for; the permutation of the place asked for last is kept (4 bytes an index), so that walking is
 * cheap. Not for several threads.
 */
public final class IndexStream {
    private final int length;
    private final Optional<Seed> shuffle;
    private long round = -1;
    private int[] permutation;

    /** @param shuffle the natural order if absent */
    public IndexStream(int length, Optional<Seed> shuffle) {
        this.length = length;
        this.shuffle = shuffle;
    }

    /** The index at place 0, 1, 2, ... */
    public int at(long position) {
        int place = (int) (position % length);
        if (shuffle.isEmpty()) {
            return place;
        }
        if (position / length != round) {
            round = position / length;
            permutation = permutation(shuffle.get().with(round).random());
        }
        return permutation[place];
    }

    /** Fisher and Yates' shuffle, inside out. */
    private int[] permutation(RandomGenerator random) {
        int[] shuffled = new int[length];
        for (int i = 0; i < length; i++) {
            int j = random.nextInt(i + 1);
            shuffled[i] = shuffled[j];
            shuffled[j] = i;
        }
        return shuffled;
    }
}
