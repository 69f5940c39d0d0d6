// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import io.github.deepgen4j.training.rl.prompt.RewardName;
import java.util.List;

/** Says what the pictures of a group are worth. May be asked by several threads at once. */
public interface Reward extends AutoCloseable {
    RewardName name();

    /**
     * The worth of each picture; what cannot be had is marked as failed, not thrown.
     *
     * @param asker asks judges and engines
     */
    Worths worths(ImageGroup group, Asker asker);

    /** Groups of which one picture is known to be the best; none where nothing is known. */
    List<KnownAnswer> known();

    @Override
    default void close() {}
}
