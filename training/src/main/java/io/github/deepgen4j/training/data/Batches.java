// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

/** The micro-batches of a run, each a pure function of its number: what a resumed run needs to know is the number. */
public interface Batches extends AutoCloseable {
    /** Micro-batch 0, 1, 2, ... */
    Batch batch(long number);

    /** Micro-batches until every task has had its turns; accumulate a multiple of it. */
    int cycle();

    @Override
    void close();
}
