// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

/** The state in which the weights of one component are held in memory. */
public enum Holding {
    /**
     * Read from the mapped files when first used, and again after they were released; never written to. Large
     * components keep their stored type and are converted layer by layer while they compute.
     */
    MAPPED,
    /** In memory in the type of the arithmetic, mapped where the files have that very type; never written to. */
    FROZEN,
    /** Writable float32: read from the files, or initialised from a seed where there are none. */
    TRAINABLE
}
