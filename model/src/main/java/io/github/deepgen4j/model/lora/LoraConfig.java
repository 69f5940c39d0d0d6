// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.deepgen4j.model.files.ConfigException;
import java.util.List;
import java.util.Locale;

/**
 * Low-rank adaptation (Hu et al., 2021): {@code y = W x + (alpha / rank) B A dropout(x)}.
 *
 * @param rank 0 for no adapters at all
 * @param dropout share of the adapters' inputs that are zeroed while training
 * @param targets modules that get new adapters, by their names or the ends of their names ({@code attn.to_q}); empty
 *     for those of the component
 */
public record LoraConfig(
        int rank,
        double alpha,
        double dropout,
        @JsonProperty(defaultValue = "[]") List<String> targets) {
    public static final LoraConfig NONE = new LoraConfig(0, 0, 0);

    /** Adapters of the modules that a component has them on unless it is told. */
    public LoraConfig(int rank, double alpha, double dropout) {
        this(rank, alpha, dropout, List.of());
    }

    public LoraConfig {
        targets = List.copyOf(targets);
        ConfigException.require(rank >= 0, "rank", "0 or more", rank);
        ConfigException.require(alpha >= 0, "alpha", "0 or more", alpha);
        ConfigException.require(dropout >= 0 && dropout < 1, "dropout", "0 or more, less than 1", dropout);
    }

    public boolean absent() {
        return rank == 0;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "rank %d, alpha %s, dropout %s", rank, alpha, dropout);
    }

    /** This configuration for the modules that a component has them on unless it is told. */
    public LoraConfig withoutTargets() {
        return new LoraConfig(rank, alpha, dropout);
    }

    /** Factor of the low-rank product. */
    public double scale() {
        return alpha / rank;
    }
}
