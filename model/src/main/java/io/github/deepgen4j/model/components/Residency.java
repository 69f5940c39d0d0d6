// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

/** The weights that stay in memory between the stages of an image. */
public enum Residency {
    /** {@link #ALL} when the forecast says that it fits into the available memory, else {@link #STAGED}. */
    AUTO,
    /** Everything stays from its first use until the model is closed. */
    ALL,
    /**
     * Each stage has its own weights only: language model and connector go before the transformer comes, the
     * transformer before the decoder. They are mapped again, mostly from the file cache, when they are needed again.
     */
    STAGED
}
