// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.vae;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Dimensions of the auto-encoder (AutoencoderKL).
 *
 * @param channels width of each level, from the image's resolution downwards
 * @param scale latents are (z - shift) * scale
 */
public record VaeConfig(
        int imageChannels,
        int latentChannels,
        int[] channels,
        int layersPerBlock,
        int groups,
        double scale,
        double shift) {

    public VaeConfig {
        for (int width : channels) {
            if (width % groups != 0) {
                throw new ConfigException("block_out_channels %s: %d is not divisible by norm_num_groups %d"
                        .formatted(Arrays.toString(channels), width, groups));
            }
        }
    }

    /** Pixels per latent cell: every level but the last halves both sides. */
    public int downsampling() {
        return 1 << (channels.length - 1);
    }

    /** Reads {@code vae/config.json}. */
    public static VaeConfig read(Path file) {
        ConfigFile config = ConfigFile.read(file);
        if (config.flag("use_quant_conv", true) || config.flag("use_post_quant_conv", true)) {
            throw config.error(
                    "use_quant_conv and use_post_quant_conv expected false (SD3's auto-encoder has neither)");
        }
        if (!config.flag("mid_block_add_attention", true)) {
            throw config.error("mid_block_add_attention expected true");
        }
        return new VaeConfig(
                config.integer("in_channels", 3),
                config.integer("latent_channels"),
                config.integers("block_out_channels"),
                config.integer("layers_per_block"),
                config.integer("norm_num_groups", 32),
                config.number("scaling_factor"),
                config.number("shift_factor"));
    }
}
