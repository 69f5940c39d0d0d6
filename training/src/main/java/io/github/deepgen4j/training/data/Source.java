// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import java.nio.file.Path;

/** A data set: samples of one type by number. Safe for several threads. */
public interface Source extends AutoCloseable {
    /** Its name in messages, usually its path. */
    String name();

    SampleType type();

    /** Number of samples, at least 1. */
    int size();

    /** The account of all that it saw, used or not. */
    default Inventory inventory() {
        return Inventory.NOTHING_LEFT_OUT;
    }

    /** True if a file, as a file and not by its spelling, is one that it reads: nobody may write there. */
    boolean reads(Path file);

    /**
     * Reads a sample, its images as stored.
     *
     * @param index 0 to size - 1
     * @throws BadSampleException if this one cannot be used, saying where it is and why
     */
    Sample read(int index);

    @Override
    default void close() {}
}
