// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.components.Holding;
import io.github.deepgen4j.model.components.LoraTargets;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.components.NetworkOptions;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.lora.LoraConfig;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.Initialiser;
import io.github.deepgen4j.tensor.DType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters of a model that learn, counted from its dimensions.
 *
 * @param learning parameters that learn, adapters included
 * @param writable parameters of components of which some learn, and adapters: float32 in memory
 * @param frozen parameters of all other components
 * @param connector whether some parameter of the connector learns
 * @param language whether gradients pass through the language model: adapters, its own weights or think tokens learn
 */
record Trained(long learning, long writable, long frozen, boolean connector, boolean language) {
    /** The outcome of {@link #options} for these prefixes, for a folder that has weights. */
    static Trained of(ModelConfig model, List<String> prefixes, Map<Component, LoraConfig> lora) {
        long learning = 0;
        long writable = 0;
        long frozen = 0;
        boolean connector = false;
        boolean language = lora.containsKey(Component.VLM);
        for (var component : model.manifests().entrySet()) {
            String folder = component.getKey().folder();
            for (var parameter : component.getValue().shapes().entrySet()) {
                String name = folder + "." + parameter.getKey();
                long elements = elements(parameter.getValue());
                if (trains(folder, prefixes)) {
                    writable += elements;
                } else {
                    frozen += elements;
                }
                if (Networks.learns(name, prefixes)) {
                    learning += elements;
                    connector |= name.startsWith("connector.");
                    language |= name.startsWith("vlm.model.") || name.equals("connector.meta_queries");
                }
            }
        }
        for (var adapted : lora.entrySet()) {
            Component component = adapted.getKey();
            long adapters = LoraTargets.of(
                            model,
                            component,
                            adapted.getValue(),
                            model.manifests().get(component).matrices())
                    .values()
                    .stream()
                    .mapToLong(shape -> adapted.getValue().rank() * (shape[0] + shape[1]))
                    .sum();
            learning += adapters;
            writable += adapters;
        }
        return new Trained(learning, writable, frozen, connector, language);
    }

    /**
     * Options that open the components of a folder for training: trainable where some parameter of theirs may be, else
     * frozen.
     *
     * @param prefixes of the full names of trainable parameters
     */
    static NetworkOptions options(
            List<String> prefixes,
            DType compute,
            ConstantPrecision constants,
            long seed,
            Initialiser initialiser,
            Map<Component, LoraConfig> lora) {
        Map<Component, Holding> holdings = new EnumMap<>(Component.class);
        for (Component component : Component.values()) {
            holdings.put(component, trains(component.folder(), prefixes) ? Holding.TRAINABLE : Holding.FROZEN);
        }
        return new NetworkOptions(Compute.of(compute), constants, holdings, seed, initialiser, lora, List.of());
    }

    private static boolean trains(String component, List<String> prefixes) {
        return prefixes.stream()
                .anyMatch(prefix -> (component + ".").startsWith(prefix) || prefix.startsWith(component + "."));
    }

    private static long elements(long[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
}
