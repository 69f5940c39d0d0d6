// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The pull back to the model that the run began with.
 *
 * @param beta weight of the divergence, 0 for none
 * @param of what is compared
 * @param norm weight of {@link NormGuard}'s penalty, 0 for none
 * @param uncertain the share of the images of an update that the divergence holds: those about which the rewards
 *     disagree most, see {@link Uncertainty}; 1 for all
 */
public record KlConfig(
        @JsonProperty(defaultValue = "5.0e-7") double beta,
        @JsonProperty(defaultValue = "VELOCITY") Divergence of,
        @JsonProperty(defaultValue = "0") double norm,
        @JsonProperty(defaultValue = "1") double uncertain) {
    public KlConfig {
        require(beta >= 0 && beta < Double.POSITIVE_INFINITY, "beta", "0 or more", beta);
        require(norm >= 0 && norm < Double.POSITIVE_INFINITY, "norm", "0 or more", norm);
        require(uncertain > 0 && uncertain <= 1, "uncertain", "more than 0, at most 1", uncertain);
    }

    /** The divergence of all images and nothing else, as published. */
    public static KlConfig of(double beta, Divergence of) {
        return new KlConfig(beta, of, 0, 1);
    }

    /** True if there must be a second transformer. */
    public boolean asksReference() {
        return beta > 0 || norm > 0;
    }
}
