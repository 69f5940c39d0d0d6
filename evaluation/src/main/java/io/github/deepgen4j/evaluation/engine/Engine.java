// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.engine;

/**
 * A model or a program that answers questions about images. Its methods may be called by several threads at once, and
 * the same question has the same answer.
 */
public interface Engine extends AutoCloseable {
    /** Tells it from other engines: part of the key of every result that was made with it. */
    Fingerprint fingerprint();

    /** Releases what it holds; it cannot be asked afterwards. */
    @Override
    default void close() {}
}
