// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Dimensions of the diffusion transformer (SD3 MMDiT).
 *
 * @param patch side of a token in latent cells
 * @param dualAttention numbers of the blocks with a second self-attention over the image tokens
 * @param positionGrid side of the stored position table in tokens
 */
public record DitConfig(
        int patch,
        int inChannels,
        int outChannels,
        int layers,
        int heads,
        int headDim,
        int sequenceWidth,
        int pooledWidth,
        int positionGrid,
        int[] dualAttention) {

    private static final int MOST_LAYERS = 1000;

    public DitConfig {
        if (outChannels != inChannels) {
            throw new ConfigException(
                    "out_channels expected in_channels %d, found %d".formatted(inChannels, outChannels));
        }
    }

    public int width() {
        return heads * headDim;
    }

    public boolean hasDualAttention(int block) {
        return Arrays.stream(dualAttention).anyMatch(b -> b == block);
    }

    /** Reads {@code transformer/config.json}. */
    public static DitConfig read(Path file) {
        ConfigFile config = ConfigFile.read(file);
        int heads = config.dimension("num_attention_heads", 18);
        int headDim = config.dimension("attention_head_dim", 64);
        int inChannels = config.dimension("in_channels", 16);
        int layers = config.integer("num_layers", 1, MOST_LAYERS, 18);
        int projection = config.dimension("caption_projection_dim", 1152);
        if (projection != heads * (long) headDim) {
            throw config.error("caption_projection_dim expected heads x head width = %d, found %d"
                    .formatted(heads * (long) headDim, projection));
        }
        config.dimension("sample_size", 128);
        return config.make(() -> new DitConfig(
                config.integer("patch_size", 1, 64, 2),
                inChannels,
                config.dimension("out_channels", inChannels),
                layers,
                heads,
                headDim,
                config.dimension("joint_attention_dim", 4096),
                config.dimension("pooled_projection_dim", 2048),
                config.integer("pos_embed_max_size", 1, 1 << 12, 96),
                config.distinctIntegers("dual_attention_layers", 0, layers - 1)));
    }
}
