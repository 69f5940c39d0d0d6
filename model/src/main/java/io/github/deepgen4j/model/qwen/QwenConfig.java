// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.qwen;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

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

    private static final int MOST_LAYERS = 1000;
    private static final int[] DEFAULT_FULL_ATTENTION = {7, 15, 23, 31};

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
                        "hidden_size expected num_heads (%d) times a multiple of 4, found %d".formatted(heads, hidden));
            }
            if (window % (patch * merge) != 0) {
                throw new ConfigException(
                        "window_size expected a multiple of patch_size x spatial_merge_size = %d, found %d"
                                .formatted(patch * merge, window));
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
            throw new ConfigException("num_key_value_heads expected a divisor of num_attention_heads %d, found %d"
                    .formatted(heads, keyValueHeads));
        }
        if (Arrays.stream(ropeSections).sum() * 2 != headDim || ropeSections.length != 3) {
            throw new ConfigException(
                    "mrope_section expected three entries whose sum is half of the head width %d, found %s"
                            .formatted(headDim, Arrays.toString(ropeSections)));
        }
        if (vision.outHidden() != hidden) {
            throw new ConfigException("vision_config out_hidden_size expected hidden_size %d, found %d"
                    .formatted(hidden, vision.outHidden()));
        }
    }

    /**
     * Reads {@code vlm/config.json}, with the text fields in {@code text_config} or, as the hub's file has it, at top
     * level.
     */
    public static QwenConfig read(Path file) {
        ConfigFile root = ConfigFile.read(file);
        ConfigFile text = root.has("text_config") ? root.section("text_config") : root;
        int hidden = text.dimension("hidden_size", 8192);
        int layers = text.integer("num_hidden_layers", 1, MOST_LAYERS, 80);
        int heads = text.dimension("num_attention_heads", 64);
        for (String type : text.texts("layer_types", List.of())) {
            if (!type.equals("full_attention")) {
                throw text.error("layer_types expected full_attention everywhere, found " + type);
            }
        }
        ConfigFile rope = rope(text);
        return text.make(() -> new QwenConfig(
                hidden,
                layers,
                heads,
                text.dimension("num_key_value_heads", heads),
                text.dimension("head_dim", Math.max(1, hidden / heads)),
                text.dimension("intermediate_size", 29568),
                text.number("rms_norm_eps", 0, 1, 1e-5),
                (text.has("rope_theta") ? text : rope).number("rope_theta", 1, 1e12, 1e6),
                rope.integers("mrope_section", 1, 1 << 20),
                text.integer("vocab_size", 1, 1 << 26, 152064),
                vision(root)));
    }

    /** The section of the rotary embedding: {@code rope_scaling}, or {@code rope_parameters} since transformers 5. */
    private static ConfigFile rope(ConfigFile text) {
        ConfigFile rope = text.section(text.has("rope_parameters") ? "rope_parameters" : "rope_scaling");
        rope.choice("rope_type", "default", "default", "mrope");
        rope.choice("type", "default", "default", "mrope");
        return rope;
    }

    private static Vision vision(ConfigFile root) {
        ConfigFile vision = root.section("vision_config");
        return vision.make(() -> readVision(vision));
    }

    /** Fields that the 3B model's file omits have the library's defaults (spec/model.md section 4). */
    private static Vision readVision(ConfigFile vision) {
        int depth = vision.integer("depth", 1, MOST_LAYERS, 32);
        return new Vision(
                depth,
                vision.dimension("hidden_size", 3584),
                vision.dimension("num_heads", 16),
                vision.dimension("intermediate_size", 3420),
                vision.integer("in_channels", 3, 3, vision.integer("in_chans", 3, 3, 3)),
                vision.integer("patch_size", 1, 1024, 14),
                vision.integer("temporal_patch_size", 1, 16, 2),
                vision.integer("spatial_merge_size", 1, 16, 2),
                vision.integer("window_size", 1, 1 << 16, 112),
                vision.distinctIntegers("fullatt_block_indexes", 0, depth - 1, DEFAULT_FULL_ATTENTION),
                vision.dimension("out_hidden_size", 3584));
    }
}
