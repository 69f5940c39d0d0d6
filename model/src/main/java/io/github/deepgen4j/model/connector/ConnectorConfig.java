// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.connector;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import java.nio.file.Path;

/**
 * Dimensions of the connector between language model and diffusion transformer.
 *
 * @param selectedLayers hidden-state numbers of the language model, in the order in which they are stacked
 * @param thinkTokens number of learnable query tokens appended to every prompt
 */
public record ConnectorConfig(
        Conditioning conditioning,
        int hidden,
        int intermediate,
        int layers,
        int heads,
        double normEps,
        int thinkTokens,
        int[] selectedLayers,
        int vlmHidden,
        int sequenceWidth,
        int pooledWidth) {

    /** The hidden states that the conditions are made of. */
    public enum Conditioning {
        /** Stacked Channel Bridging: several layers, concatenated along the channels. */
        SCB,
        /** The ablation: the language model's last hidden state after its final norm. */
        LAST_HIDDEN
    }

    public ConnectorConfig {
        if (hidden % heads != 0) {
            throw new ConfigException(
                    "num_attention_heads expected a divisor of hidden_size %d, found %d".formatted(hidden, heads));
        }
        if (selectedLayers.length == 0) {
            throw new ConfigException("selected_layers expected at least one, found none");
        }
    }

    /** Width of the stacked hidden states, the input of projector_1. */
    public int stackedWidth() {
        return vlmHidden * selectedLayers.length;
    }

    /**
     * Reads {@code connector/config.json}; what DeepGen 1.0's own file does not hold has its values as defaults.
     *
     * @param vlmLayers number of layers of the language model, which the selection rule starts from
     */
    public static ConnectorConfig read(Path file, int vlmLayers) {
        ConfigFile config = ConfigFile.read(file);
        Conditioning conditioning =
                config.choice("conditioning", "scb", "scb", "last_hidden").equals("scb")
                        ? Conditioning.SCB
                        : Conditioning.LAST_HIDDEN;
        int[] selected = conditioning == Conditioning.SCB
                ? config.integers("selected_layers", 0, vlmLayers, everySixthLayer(vlmLayers))
                : new int[] {vlmLayers};
        return config.make(() -> new ConnectorConfig(
                conditioning,
                config.dimension("hidden_size", 2048),
                config.dimension("intermediate_size", 11946),
                config.integer("num_hidden_layers", 0, 1000, 6),
                config.dimension("num_attention_heads", 32),
                config.number("layer_norm_eps", 0, 1, 1e-6),
                config.integer("num_queries", 0, 1 << 16, 128),
                selected,
                config.dimension("vlm_hidden_size", 2048),
                config.dimension("joint_attention_dim", 4096),
                config.dimension("pooled_projection_dim", 2048)));
    }

    /**
     * The reference's rule {@code range(layers - 1, 0, -6)}: 35, 29, 23, 17, 11, 5 of 36 layers (spec/model.md section
     * 5.1).
     */
    private static int[] everySixthLayer(int vlmLayers) {
        int[] selected = new int[(vlmLayers - 1 + 5) / 6];
        for (int i = 0; i < selected.length; i++) {
            selected[i] = vlmLayers - 1 - 6 * i;
        }
        return selected;
    }
}
