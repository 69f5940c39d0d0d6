// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import io.github.deepgen4j.model.weights.TensorNames;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One adapter tensor under its three names: by the weight it adapts ({@code model.layers.0.self_attn.q_proj.weight}),
 * as the reference's training holds it ({@code
 * lmm.model.language_model.layers.0.self_attn.q_proj.lora_A.default.weight}), and as PEFT's files do ({@code
 * base_model.model.model.language_model.layers.0.self_attn.q_proj.lora_A.weight}).
 *
 * @param weight canonical name of the adapted weight
 * @param factor {@code A} or {@code B}
 * @param embedding an embedding's adapter, whose tensors have names of their own
 */
record LoraNames(String weight, char factor, boolean embedding) {
    private static final String PEFT_PREFIX = "base_model.model.";
    private static final Pattern TENSOR = Pattern.compile("(.*)\\.lora_(embedding_)?([AB])(\\.default)?(\\.weight)?");

    String nativeName() {
        String module = weight.substring(0, weight.length() - ".weight".length());
        String inMemory = module.startsWith("visual.")
                ? "model." + module
                : module.replaceFirst("^model\\.", "model.language_model.");
        return "lmm." + inMemory
                + (embedding ? ".lora_embedding_" + factor + ".default" : ".lora_" + factor + ".default.weight");
    }

    String peftName() {
        return PEFT_PREFIX + nativeName().substring("lmm.".length()).replace(".default", "");
    }

    /** Reads a native or a PEFT name; null when it is no adapter's. */
    static LoraNames parse(String name) {
        String bare = name.startsWith(PEFT_PREFIX) ? name.substring(PEFT_PREFIX.length()) : name;
        Matcher matcher = TENSOR.matcher(bare);
        return matcher.matches()
                ? new LoraNames(
                        TensorNames.canonical(matcher.group(1) + ".weight"),
                        matcher.group(3).charAt(0),
                        matcher.group(2) != null)
                : null;
    }
}
