// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

/** The weights that are released between the stages of an image. */
public enum Offload {
    /** {@link #NONE} when the forecast says that everything fits into the available memory, else {@link #MODEL}. */
    AUTO,
    /** Nothing is released: all weights stay from their first use until the model is closed. */
    NONE,
    /**
     * Each stage has its own weights only: language model and connector go before the transformer comes, the
     * transformer before the decoder. They are mapped again, mostly from the file cache, when they are needed again.
     */
    MODEL
}
