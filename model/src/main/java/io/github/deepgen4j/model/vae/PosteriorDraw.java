// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.vae;

import com.fasterxml.jackson.annotation.JsonAlias;

/** The way latents are taken from the encoder's Gaussian (Q8, T27). */
public enum PosteriorDraw {
    /** A draw, as in the reference. */
    SAMPLE,
    /** The mode, which is the mean: no randomness. */
    @JsonAlias("MEAN")
    MODE
}
