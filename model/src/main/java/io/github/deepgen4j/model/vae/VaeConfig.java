// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.vae;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

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

    private static final int MOST_LEVELS = 12;

    public VaeConfig {
        for (int width : channels) {
            if (width % groups != 0) {
                throw new ConfigException("block_out_channels expected multiples of norm_num_groups %d, found %s"
                        .formatted(groups, Arrays.toString(channels)));
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
        int[] channels = config.integers("block_out_channels", 1, 1 << 16, 64);
        if (channels.length == 0 || channels.length > MOST_LEVELS) {
            throw config.error(
                    "block_out_channels expected 1 to %d levels, found %d".formatted(MOST_LEVELS, channels.length));
        }
        requireBlocks(config, "down_block_types", "DownEncoderBlock2D", channels.length);
        requireBlocks(config, "up_block_types", "UpDecoderBlock2D", channels.length);
        return config.make(() -> new VaeConfig(
                3,
                config.dimension("latent_channels", 4),
                channels,
                config.integer("layers_per_block", 1, 100, 1),
                config.dimension("norm_num_groups", 32),
                config.number("scaling_factor", 1e-6, 1e6, 0.18215),
                config.number("shift_factor", -1e6, 1e6, 0)));
    }

    /** Folders of earlier versions of this program name no blocks; those they have are of this type. */
    private static void requireBlocks(ConfigFile config, String field, String type, int levels) {
        List<String> types = config.texts(field, Collections.nCopies(levels, type));
        if (types.size() != levels || !types.stream().allMatch(type::equals)) {
            throw config.error("field '%s' expected %d times %s, one for each of block_out_channels, found %s"
                    .formatted(field, levels, type, types));
        }
    }
}
