// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import io.github.deepgen4j.model.lora.Adapter;
import io.github.deepgen4j.model.lora.LoraConfig;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.DeepGenInitialiser;
import io.github.deepgen4j.model.weights.Initialiser;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Options for opening the components of a model folder.
 *
 * @param compute type of all activations
 * @param constants precision of the rotary frequencies and CLIP constants (Q17)
 * @param holdings the components to open; those that are absent cannot be used
 * @param seed of parameters that have to be initialised
 * @param initialiser of parameters that have to be initialised
 * @param lora fresh adapters of a component, the language model or the transformer; those of the folder's
 *     {@code lora/}, if there is one, take their place
 * @param adapters of files, beside the folder's own; never trained
 */
public record NetworkOptions(
        Compute compute,
        ConstantPrecision constants,
        Map<Component, Holding> holdings,
        long seed,
        Initialiser initialiser,
        Map<Component, LoraConfig> lora,
        List<Adapter> adapters) {
    public NetworkOptions {
        lora = Map.copyOf(lora);
        adapters = List.copyOf(adapters);
        holdings = Map.copyOf(holdings);
    }

    /** Everything mapped: for drawing. */
    public static NetworkOptions mapped(Compute compute, ConstantPrecision constants) {
        return held(Holding.MAPPED, compute, constants);
    }

    /** Everything writable in float32, components without weights initialised as the reference's. */
    public static NetworkOptions trainable(long seed, Initialiser initialiser) {
        NetworkOptions all = held(Holding.TRAINABLE, Compute.F32, ConstantPrecision.BF16);
        return new NetworkOptions(all.compute, all.constants, all.holdings, seed, initialiser, all.lora, all.adapters);
    }

    /** One component alone, mapped. */
    public static NetworkOptions only(Component component, Compute compute) {
        NetworkOptions all = mapped(compute, ConstantPrecision.BF16);
        return new NetworkOptions(
                compute,
                all.constants,
                Map.of(component, Holding.MAPPED),
                all.seed,
                all.initialiser,
                all.lora,
                all.adapters);
    }

    /** These options with the adapters of files beside the weights. */
    public NetworkOptions withAdapters(List<Adapter> files) {
        return new NetworkOptions(compute, constants, holdings, seed, initialiser, lora, files);
    }

    private static NetworkOptions held(Holding holding, Compute compute, ConstantPrecision constants) {
        Map<Component, Holding> all = new EnumMap<>(Component.class);
        for (Component component : Component.values()) {
            all.put(component, holding);
        }
        return new NetworkOptions(compute, constants, all, 0, new DeepGenInitialiser(6), Map.of(), List.of());
    }
}
