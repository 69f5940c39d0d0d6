// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.convert;

import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.Place;
import io.github.deepgen4j.model.weights.StoredTensor;
import io.github.deepgen4j.model.weights.TensorNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of GGUF files, and the tensors that their writers split, joined or turned round:
 *
 * <ul>
 *   <li>SD3.5 as Stability AI names it ({@code Stability-AI/sd3.5: mmditx.py}), with or without
 *       {@code model.diffusion_model.} before it, by the table of {@code huggingface/diffusers:
 *       scripts/convert_sd3_to_diffusers.py}: queries, keys and values lie in one matrix, and the modulations of the
 *       last norms have shift before scale;
 *   <li>Qwen2.5-VL as llama.cpp names it ({@code ggml-org/llama.cpp: gguf-py/gguf/tensor_mapping.py}); the vision
 *       tower's file (mmproj) has queries, keys and values apart, and the patches' convolution as one for each frame;
 *   <li>the names of the released layout and of native checkpoints, see {@link TensorNames}.
 * </ul>
 */
final class GgufNames {
    private static final String WRAPPER = "model.diffusion_model.";

    /** The transformer's own first words, where a file holds nothing else. */
    private static final Pattern BARE_TRANSFORMER =
            Pattern.compile("(?:transformer_blocks|pos_embed|context_embedder|time_text_embed|norm_out|proj_out)\\..*");

    /** Parts of whole files of stable-diffusion.cpp that DeepGen lacks or expects elsewhere. */
    private static final Map<String, String> FOREIGN = Map.of(
            "text_encoders.", "a text encoder of Stable Diffusion, which DeepGen does not have",
            "cond_stage_model.", "a text encoder of Stable Diffusion, which DeepGen does not have",
            "first_stage_model.", "an auto-encoder in the names of Stable Diffusion; give it in another source");

    private static final Map<String, String> TRANSFORMER = Map.ofEntries(
            Map.entry("x_embedder.proj", "pos_embed.proj"),
            Map.entry("t_embedder.mlp.0", "time_text_embed.timestep_embedder.linear_1"),
            Map.entry("t_embedder.mlp.2", "time_text_embed.timestep_embedder.linear_2"),
            Map.entry("y_embedder.mlp.0", "time_text_embed.text_embedder.linear_1"),
            Map.entry("y_embedder.mlp.2", "time_text_embed.text_embedder.linear_2"),
            Map.entry("context_embedder", "context_embedder"),
            Map.entry("final_layer.linear", "proj_out"),
            Map.entry("final_layer.adaLN_modulation.1", "norm_out.linear"));

    private static final Map<String, String> IMAGE_BLOCK = Map.ofEntries(
            Map.entry("adaLN_modulation.1", "norm1.linear"),
            Map.entry("attn.ln_q", "attn.norm_q"),
            Map.entry("attn.ln_k", "attn.norm_k"),
            Map.entry("attn.proj", "attn.to_out.0"),
            Map.entry("attn2.ln_q", "attn2.norm_q"),
            Map.entry("attn2.ln_k", "attn2.norm_k"),
            Map.entry("attn2.proj", "attn2.to_out.0"),
            Map.entry("mlp.fc1", "ff.net.0.proj"),
            Map.entry("mlp.fc2", "ff.net.2"));

    private static final Map<String, String> CONTEXT_BLOCK = Map.ofEntries(
            Map.entry("adaLN_modulation.1", "norm1_context.linear"),
            Map.entry("attn.ln_q", "attn.norm_added_q"),
            Map.entry("attn.ln_k", "attn.norm_added_k"),
            Map.entry("attn.proj", "attn.to_add_out"),
            Map.entry("mlp.fc1", "ff_context.net.0.proj"),
            Map.entry("mlp.fc2", "ff_context.net.2"));

    private static final Map<String, String> TEXT = Map.of(
            "token_embd", "model.embed_tokens",
            "output_norm", "model.norm",
            "output", "lm_head");

    private static final Map<String, String> TEXT_BLOCK = Map.ofEntries(
            Map.entry("attn_norm", "input_layernorm"),
            Map.entry("attn_q", "self_attn.q_proj"),
            Map.entry("attn_k", "self_attn.k_proj"),
            Map.entry("attn_v", "self_attn.v_proj"),
            Map.entry("attn_output", "self_attn.o_proj"),
            Map.entry("ffn_norm", "post_attention_layernorm"),
            Map.entry("ffn_gate", "mlp.gate_proj"),
            Map.entry("ffn_up", "mlp.up_proj"),
            Map.entry("ffn_down", "mlp.down_proj"));

    private static final Map<String, String> VISION = Map.of(
            "v.post_ln", "visual.merger.ln_q",
            "mm.0", "visual.merger.mlp.0",
            "mm.2", "visual.merger.mlp.2");

    private static final Map<String, String> VISION_BLOCK = Map.ofEntries(
            Map.entry("ln1", "norm1"),
            Map.entry("ln2", "norm2"),
            Map.entry("attn_out", "attn.proj"),
            Map.entry("ffn_gate", "mlp.gate_proj"),
            Map.entry("ffn_up", "mlp.up_proj"),
            Map.entry("ffn_down", "mlp.down_proj"));

    private static final Pattern JOINT = Pattern.compile("joint_blocks\\.(\\d+)\\.(x|context)_block\\.(.*)\\.(\\w+)");
    private static final Pattern LAYER = Pattern.compile("blk\\.(\\d+)\\.(\\w+)\\.(\\w+)");
    private static final Pattern VISION_LAYER = Pattern.compile("v\\.blk\\.(\\d+)\\.(\\w+)\\.(\\w+)");

    private final Map<String, StoredTensor> stored;
    private final BiConsumer<Place, StoredTensor> known;
    private final BiConsumer<String, StoredTensor> strange;
    private final BiConsumer<StoredTensor, String> foreign;

    /**
     * @param known gets each tensor of the model
     * @param strange gets each name that belongs nowhere
     * @param foreign gets each tensor that has no meaning here, and what it is
     */
    GgufNames(
            Map<String, ? extends StoredTensor> stored,
            BiConsumer<Place, StoredTensor> known,
            BiConsumer<String, StoredTensor> strange,
            BiConsumer<StoredTensor, String> foreign) {
        this.stored = new LinkedHashMap<>();
        stored.forEach((name, tensor) -> this.stored.put(withoutWrapper(name), tensor));
        this.known = known;
        this.strange = strange;
        this.foreign = foreign;
    }

    private static String withoutWrapper(String name) {
        return name.startsWith(WRAPPER) ? name.substring(WRAPPER.length()) : name;
    }

    /** Sorts all tensors. */
    void sort() {
        stored.forEach((name, tensor) -> {
            if (!(joint(name, tensor)
                    || transformer(name, tensor)
                    || layer(name, tensor)
                    || vision(name, tensor)
                    || ours(name, tensor)
                    || foreign(name, tensor))) {
                strange.accept(name, tensor);
            }
        });
    }

    private boolean joint(String name, StoredTensor tensor) {
        Matcher joint = JOINT.matcher(name);
        if (!joint.matches()) {
            return false;
        }
        String block = "transformer_blocks." + joint.group(1) + ".";
        boolean image = joint.group(2).equals("x");
        String part = joint.group(3);
        String last = "." + joint.group(4);
        if (part.matches("attn2?\\.qkv")) {
            String attention = block + part.replace("qkv", image ? "to_" : "add_");
            List<StoredTensor> parts = TensorParts.rows(tensor, 3);
            for (int i = 0; i < parts.size(); i++) {
                add(attention + "qkv".charAt(i) + (image ? "" : "_proj") + last, parts.get(i));
            }
            return true;
        }
        String canonical = (image ? IMAGE_BLOCK : CONTEXT_BLOCK).get(part);
        if (canonical == null) {
            return false;
        }
        // The last block's context has no attention of its own: its modulation is a last norm's.
        boolean lastNorm = !image && part.startsWith("adaLN") && !stored.containsKey(name.replace(part, "attn.proj"));
        add(block + canonical + last, lastNorm ? TensorParts.halvesSwapped(tensor) : tensor);
        return true;
    }

    private boolean transformer(String name, StoredTensor tensor) {
        if (name.equals("pos_embed")) {
            long[] shape = tensor.spec().shape();
            add("pos_embed.pos_embed", shape.length == 2 ? TensorParts.shaped(tensor, 1, shape[0], shape[1]) : tensor);
            return true;
        }
        int dot = name.lastIndexOf('.');
        String canonical = dot < 0 ? null : TRANSFORMER.get(name.substring(0, dot));
        if (canonical != null) {
            add(
                    canonical + name.substring(dot),
                    name.startsWith("final_layer.adaLN") ? TensorParts.halvesSwapped(tensor) : tensor);
        }
        return canonical != null;
    }

    private void add(String name, StoredTensor tensor) {
        known.accept(new Place(Component.TRANSFORMER, name), tensor);
    }

    private boolean layer(String name, StoredTensor tensor) {
        Matcher layer = LAYER.matcher(name);
        String canonical;
        if (layer.matches()) {
            canonical = TEXT_BLOCK.get(layer.group(2));
            canonical = canonical == null ? null : "model.layers." + layer.group(1) + "." + canonical;
        } else {
            int dot = Math.max(name.lastIndexOf('.'), 0);
            canonical = TEXT.getOrDefault(name.substring(0, dot), VISION.get(name.substring(0, dot)));
        }
        if (canonical != null) {
            addLanguage(canonical + name.substring(name.lastIndexOf('.')), tensor);
        }
        return canonical != null;
    }

    private void addLanguage(String name, StoredTensor tensor) {
        known.accept(new Place(Component.VLM, name), tensor);
    }

    private boolean vision(String name, StoredTensor tensor) {
        if (name.equals("v.patch_embd.weight")) {
            StoredTensor second = stored.get(name + ".1");
            if (second != null) {
                addLanguage("visual.patch_embed.proj.weight", TensorParts.frames(tensor, second));
            }
            return second != null;
        }
        if (name.equals("v.patch_embd.weight.1")) {
            return stored.containsKey("v.patch_embd.weight");
        }
        Matcher layer = VISION_LAYER.matcher(name);
        if (!layer.matches()) {
            return false;
        }
        String block = "visual.blocks." + layer.group(1) + ".";
        String part = layer.group(2);
        String last = "." + layer.group(3);
        if (part.matches("attn_[qkv]")) {
            return attention("v.blk." + layer.group(1) + ".attn_", last, part, block);
        }
        String canonical = VISION_BLOCK.get(part);
        if (canonical != null) {
            addLanguage(block + canonical + last, tensor);
        }
        return canonical != null;
    }

    /** Queries, keys and values one below the other, once all three are there. */
    private boolean attention(String stem, String last, String part, String block) {
        List<StoredTensor> three = List.of("q", "k", "v").stream()
                .map(letter -> Optional.ofNullable(stored.get(stem + letter + last)))
                .flatMap(Optional::stream)
                .toList();
        if (three.size() == 3 && part.endsWith("q")) {
            addLanguage(block + "attn.qkv" + last, TensorParts.stacked(three));
        }
        return three.size() == 3;
    }

    private boolean ours(String name, StoredTensor tensor) {
        Optional<Place> place = BARE_TRANSFORMER.matcher(name).matches()
                ? Optional.of(new Place(Component.TRANSFORMER, TensorNames.canonical(name)))
                : TensorNames.fromNative(name);
        place.ifPresent(found -> known.accept(found, tensor));
        return place.isPresent();
    }

    private boolean foreign(String name, StoredTensor tensor) {
        Optional<String> what = FOREIGN.entrySet().stream()
                .filter(entry -> name.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
        what.ifPresent(text -> foreign.accept(tensor, text));
        return what.isPresent();
    }
}
