// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.lora.LoraConfig;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.Manifest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The weights that fresh adapters stand beside. */
public final class LoraTargets {
    /** Components whose weights may have adapters. */
    public static final Set<Component> COMPONENTS = Set.of(Component.VLM, Component.TRANSFORMER);

    /** The joint attention, as diffusers' training of Stable Diffusion 3 has it. */
    private static final List<String> TRANSFORMER = List.of(
            "attn.to_q",
            "attn.to_k",
            "attn.to_v",
            "attn.to_out.0",
            "attn.add_q_proj",
            "attn.add_k_proj",
            "attn.add_v_proj",
            "attn.to_add_out");

    /** The linear layers of the language model and its token embedding; not those of the vision tower. */
    private static final List<String> VLM =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj", "model.embed_tokens");

    private static final String WEIGHT = ".weight";

    private LoraTargets() {}

    /**
     * Shapes (out, in) of all weights that adapters may stand beside, by component.
     *
     * @param manifests of all components
     */
    public static Map<Component, Map<String, long[]>> matrices(Function<Component, Manifest> manifests) {
        Map<Component, Map<String, long[]>> matrices = new EnumMap<>(Component.class);
        COMPONENTS.forEach(
                component -> matrices.put(component, manifests.apply(component).matrices()));
        return matrices;
    }

    /**
     * Weights of a component that get adapters, by canonical name, sorted. Those that no gradient ever reaches are left
     * out, unlike in the reference (T12): the layers above the last hidden state that the connector reads, and the
     * queries of the context in the transformer's last block.
     *
     * @param config its targets name modules by their ends; without any, what a component is used to
     * @param matrices shapes (out, in) of the component
     * @throws ConfigException if a target names no weight
     */
    public static Map<String, long[]> of(
            ModelConfig model, Component component, LoraConfig config, Map<String, long[]> matrices) {
        List<String> targets = !config.targets().isEmpty()
                ? config.targets()
                : component == Component.VLM ? VLM : component == Component.TRANSFORMER ? TRANSFORMER : List.of();
        Map<String, long[]> chosen = new LinkedHashMap<>();
        matrices.keySet().stream()
                .filter(name -> learns(model, component, name))
                .filter(name -> targets.stream().anyMatch(target -> names(target, name)))
                .sorted()
                .forEach(name -> chosen.put(name, matrices.get(name)));
        for (String target : targets) {
            boolean mustMatch = !config.targets().isEmpty() || chosen.isEmpty();
            if (mustMatch && chosen.keySet().stream().noneMatch(name -> names(target, name))) {
                throw new ConfigException(
                        "lora target " + target + " names no linear layer of the " + component + " that can learn");
            }
        }
        return chosen;
    }

    private static boolean names(String target, String weight) {
        String module = weight.substring(0, weight.length() - WEIGHT.length());
        return module.equals(target) || module.endsWith("." + target);
    }

    private static boolean learns(ModelConfig model, Component component, String name) {
        if (component == Component.VLM) {
            int used = Arrays.stream(model.connector().selectedLayers()).max().orElseThrow();
            return !name.startsWith("visual.") && (!name.startsWith("model.layers.") || layer(name) < used);
        }
        int last = model.transformer().layers() - 1;
        return !name.equals("transformer_blocks." + last + ".attn.add_q_proj" + WEIGHT);
    }

    /** N of {@code model.layers.N.rest}. */
    private static int layer(String name) {
        return Integer.parseInt(name.split("\\.", 4)[2]);
    }
}
