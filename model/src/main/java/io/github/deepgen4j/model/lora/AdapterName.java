// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import io.github.deepgen4j.model.weights.Place;
import io.github.deepgen4j.model.weights.TensorNames;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One factor of an adapter under its three names: by the weight it adapts, as the reference's training holds it, and as
 * PEFT's files do:
 *
 * <pre>
 * model.layers.0.self_attn.q_proj.weight
 * lmm.model.language_model.layers.0.self_attn.q_proj.lora_A.default.weight
 * base_model.model.model.language_model.layers.0.self_attn.q_proj.lora_A.weight
 *
 * transformer_blocks.0.attn.to_q.weight
 * transformer.transformer_blocks.0.attn.to_q.lora_A.default.weight
 * transformer.transformer_blocks.0.attn.to_q.lora_A.weight (diffusers)
 * </pre>
 *
 * @param weight the adapted weight
 * @param factor {@code A} or {@code B}
 * @param embedding an embedding's adapter, whose factors have names of their own
 */
public record AdapterName(Place weight, char factor, boolean embedding) {
    private static final String WEIGHT = ".weight";
    private static final String NATIVE_PREFIX = "lmm.";
    private static final String BLOCKS = "transformer_blocks."; // where PEFT saved the transformer alone
    private static final String PEFT_PREFIX = "base_model.model.";
    private static final Pattern CANONICAL = Pattern.compile("(.+)\\.lora_(embedding_)?([AB])(\\.weight)?");

    /** Reads the name of a native, a PEFT or a diffusers file; empty when it is no adapter's. */
    public static Optional<AdapterName> parse(String stored) {
        String name = TensorNames.canonical(stored);
        return TensorNames.fromNative(name.startsWith(BLOCKS) ? "transformer." + name : name)
                .flatMap(AdapterName::of);
    }

    /** The factor of an adapter that a tensor is, if it is one. */
    public static Optional<AdapterName> of(Place place) {
        Matcher matcher = CANONICAL.matcher(place.name());
        return matcher.matches()
                ? Optional.of(new AdapterName(
                        new Place(place.component(), matcher.group(1) + WEIGHT),
                        matcher.group(3).charAt(0),
                        matcher.group(2) != null))
                : Optional.empty();
    }

    /** The factor that this one is multiplied with. */
    AdapterName other() {
        return new AdapterName(weight, factor == 'A' ? 'B' : 'A', embedding);
    }

    /** The name in native training checkpoints. */
    public String nativeName() {
        return module()
                + (embedding ? ".lora_embedding_" + factor + ".default" : ".lora_" + factor + ".default.weight");
    }

    /** The name in {@code adapter_model.safetensors}. */
    String peftName() {
        return PEFT_PREFIX + nativeName().substring(NATIVE_PREFIX.length()).replace(".default", "");
    }

    /** The name in {@code pytorch_lora_weights.safetensors}, component first. */
    String diffusersName() {
        return nativeName().replace(".default", "");
    }

    /** The adapted module of a component of diffusers, by its full path. */
    String diffusersModule() {
        return weight.name().substring(0, weight.name().length() - WEIGHT.length());
    }

    /**
     * The adapted module in {@code adapter_config.json}: its full path, so that another library adapts exactly this
     * one.
     */
    String peftModule() {
        return module().substring(NATIVE_PREFIX.length());
    }

    private String module() {
        String name = TensorNames.toNative(weight);
        return name.substring(0, name.length() - WEIGHT.length());
    }
}
