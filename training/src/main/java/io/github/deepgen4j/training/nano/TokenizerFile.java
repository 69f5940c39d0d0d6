// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes {@code tokenizer.json} in Hugging Face's form: normaliser, splitting and special tokens of Qwen2 around a
 * vocabulary.
 */
public final class TokenizerFile {
    /** Qwen2's special tokens that prompts are built from; {@code <|endoftext|>} pads. */
    static final List<String> SPECIALS = List.of(
            "<|endoftext|>",
            "<|im_start|>",
            "<|im_end|>",
            "<|vision_start|>",
            "<|vision_end|>",
            "<|image_pad|>",
            "<|video_pad|>");

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private TokenizerFile() {}

    /** Writes the tokenizer's two files into a folder; special tokens follow the vocabulary. */
    public static void write(Path folder, BpeTrainer.Vocabulary vocabulary) throws IOException {
        int first = vocabulary.tokens().size();
        List<Map<String, Object>> added = new ArrayList<>();
        for (int i = 0; i < SPECIALS.size(); i++) {
            Map<String, Object> token = new LinkedHashMap<>();
            token.put("id", first + i);
            token.put("content", SPECIALS.get(i));
            for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
                token.put(flag, false);
            }
            token.put("special", true);
            added.add(token);
        }
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("type", "BPE");
        model.put("dropout", null);
        model.put("unk_token", null);
        model.put("continuing_subword_prefix", "");
        model.put("end_of_word_suffix", "");
        model.put("fuse_unk", false);
        model.put("byte_fallback", false);
        model.put("ignore_merges", false);
        model.put("vocab", vocabulary.tokens());
        model.put("merges", vocabulary.merges());
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", "1.0");
        root.put("truncation", null);
        root.put("padding", null);
        root.put("added_tokens", added);
        root.put("normalizer", Map.of("type", "NFC"));
        root.put(
                "pre_tokenizer",
                Map.of(
                        "type",
                        "Sequence",
                        "pretokenizers",
                        List.of(
                                Map.of(
                                        "type",
                                        "Split",
                                        "pattern",
                                        Map.of("Regex", BpeTrainer.SPLIT),
                                        "behavior",
                                        "Isolated",
                                        "invert",
                                        false),
                                byteLevel(false))));
        root.put("post_processor", byteLevel(false));
        root.put("decoder", byteLevel(true));
        root.put("model", model);
        Files.createDirectories(folder);
        JSON.writeValue(folder.resolve("tokenizer.json").toFile(), root);
        JSON.writeValue(
                folder.resolve("tokenizer_config.json").toFile(),
                Map.of(
                        "tokenizer_class",
                        "Qwen2Tokenizer",
                        "pad_token",
                        "<|endoftext|>",
                        "eos_token",
                        "<|im_end|>",
                        "model_max_length",
                        4096));
    }

    private static Map<String, Object> byteLevel(boolean decoder) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", "ByteLevel");
        map.put("add_prefix_space", decoder);
        map.put("trim_offsets", decoder);
        map.put("use_regex", decoder);
        return map;
    }
}
