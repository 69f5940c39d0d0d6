// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.unigenbench;

import java.util.Locale;

/** Whose scorer is followed. */
public enum Rules {
    /** The benchmark's own: asks again for replies that cannot be read, then leaves the image out; macro headline. */
    OFFICIAL,
    /** That of DeepGen's reinforcement learning: what cannot be read is wrong in every point; micro headline. */
    RL;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
