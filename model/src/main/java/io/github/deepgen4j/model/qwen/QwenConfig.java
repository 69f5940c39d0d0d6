// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.qwen;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Dimensions of a Qwen2.5-VL model: the language model's own and those of its vision tower.
 *
 * @param ropeSections rotary channel pairs given to time, height and width; their sum is headDim / 2
 */
public record QwenConfig(
        int hidden,
        int layers,
        int heads,
        int keyValueHeads,
        int headDim,
        int intermediate,
        double normEps,
        double ropeTheta,
        int[] ropeSections,
        int vocabulary,
        Vision vision) {

    /** @param fullAttention numbers of the blocks that attend over the whole image instead of a window */
    public record Vision(
            int depth,
            int hidden,
            int heads,
            int intermediate,
            int channels,
            int patch,
            int temporalPatch,
            int merge,
            int window,
            int[] fullAttention,
            int outHidden) {
        public Vision {
            if (hidden % heads != 0 || hidden / heads % 4 != 0) {
                throw new ConfigException(
                        "vision hidden_size %d needs heads (%d) of a width divisible by 4".formatted(hidden, heads));
            }
            if (window % (patch * merge) != 0) {
                throw new ConfigException("vision window_size %d is not a multiple of patch %d x merge %d"
                        .formatted(window, patch, merge));
            }
        }

        public int headDim() {
            return hidden / heads;
        }

        /** Side of an attention window in merged cells. */
        public int windowCells() {
            return window / merge / patch;
        }

        /** Patches that become one image token. */
        public int mergedPatches() {
            return merge * merge;
        }

        /** Values of one patch row: channels x frames x height x width. */
        public int patchValues() {
            return channels * temporalPatch * patch * patch;
        }

        public boolean attendsFully(int block) {
            return Arrays.stream(fullAttention).anyMatch(b -> b == block);
        }
    }

    public QwenConfig {
        if (heads % keyValueHeads != 0) {
            throw new ConfigException("num_attention_heads %d is not divisible by num_key_value_heads %d"
                    .formatted(heads, keyValueHeads));
        }
        if (Arrays.stream(ropeSections).sum() * 2 != headDim || ropeSections.length != 3) {
            throw new ConfigException("mrope_section %s expected three entries with sum %d"
                    .formatted(Arrays.toString(ropeSections), headDim / 2));
        }
        if (vision.outHidden() != hidden) {
            throw new ConfigException(
                    "vision out_hidden_size %d expected hidden_size %d".formatted(vision.outHidden(), hidden));
        }
    }

    /**
     * Reads {@code vlm/config.json}, with the text fields in {@code text_config} or, as the hub's file has it, at top
     * level.
     */
    public static QwenConfig read(Path file) {
        ConfigFile root = ConfigFile.read(file);
        ConfigFile text = root.has("text_config") ? root.section("text_config") : root;
        int hidden = text.integer("hidden_size");
        int heads = text.integer("num_attention_heads");
        if (text.flag("use_sliding_window", false)) {
            throw root.error("use_sliding_window is not supported, expected false");
        }
        return new QwenConfig(
                hidden,
                text.integer("num_hidden_layers"),
                heads,
                text.integer("num_key_value_heads"),
                text.integer("head_dim", hidden / heads),
                text.integer("intermediate_size"),
                text.number("rms_norm_eps", 1e-6),
                text.number("rope_theta", 1e6),
                text.section("rope_scaling").integers("mrope_section"),
                text.integer("vocab_size"),
                readVision(root.section("vision_config"), hidden));
    }

    /** Fields that the 3B model's file omits have the library's defaults (spec/model.md section 4). */
    private static Vision readVision(ConfigFile vision, int hidden) {
        return new Vision(
                vision.integer("depth", 32),
                vision.integer("hidden_size", 1280),
                vision.integer("num_heads", 16),
                vision.integer("intermediate_size", 3420),
                vision.integer("in_channels", vision.integer("in_chans", 3)),
                vision.integer("patch_size", 14),
                vision.integer("temporal_patch_size", 2),
                vision.integer("spatial_merge_size", 2),
                vision.integer("window_size", 112),
                vision.integers("fullatt_block_indexes", 7, 15, 23, 31),
                vision.integer("out_hidden_size", hidden));
    }
}
