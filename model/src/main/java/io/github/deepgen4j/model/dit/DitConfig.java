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

    public DitConfig {
        if (patch < 1 || layers < 1) {
            throw new ConfigException(
                    "transformer needs patch_size >= 1 and num_layers >= 1, found %d and %d".formatted(patch, layers));
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
        int heads = config.integer("num_attention_heads");
        int headDim = config.integer("attention_head_dim");
        if (!config.text("qk_norm", "rms_norm").equals("rms_norm")) {
            throw config.error("qk_norm expected rms_norm, found " + config.text("qk_norm", ""));
        }
        if (config.integer("caption_projection_dim", heads * headDim) != heads * headDim) {
            throw config.error("caption_projection_dim expected heads x head width = %d, found %d"
                    .formatted(heads * headDim, config.integer("caption_projection_dim")));
        }
        int inChannels = config.integer("in_channels");
        return new DitConfig(
                config.integer("patch_size"),
                inChannels,
                config.integer("out_channels", inChannels),
                config.integer("num_layers"),
                heads,
                headDim,
                config.integer("joint_attention_dim"),
                config.integer("pooled_projection_dim"),
                config.integer("pos_embed_max_size"),
                config.integers("dual_attention_layers", new int[0]));
    }
}
