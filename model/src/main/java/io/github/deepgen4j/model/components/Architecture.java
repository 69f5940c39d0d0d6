// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import io.github.deepgen4j.model.connector.StackedChannelBridging;
import io.github.deepgen4j.model.dit.DiffusionTransformer;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.qwen.LanguageModel;
import io.github.deepgen4j.model.qwen.VisionTower;
import io.github.deepgen4j.model.vae.Autoencoder;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.Manifest;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Scope;

/**
 * Builds the networks of a model over any source of weights: a checkpoint, an initialiser, or a manifest that only
 * records names and shapes. No other class calls the networks' constructors. Two networks share the component
 * {@code vlm}.
 *
 * @param constants rounded or exact rotary frequencies and CLIP constants (Q17)
 */
public record Architecture(ModelConfig config, ConstantPrecision constants) {
    /** The vision tower of the component {@code vlm}. */
    public VisionTower vision(Weights vlm) {
        return new VisionTower(config.vlm(), constants, vlm.at("visual"));
    }

    /** The language model of the component {@code vlm}. */
    public LanguageModel languageModel(Weights vlm) {
        return new LanguageModel(config.vlm(), constants, vlm.at("model"));
    }

    public StackedChannelBridging connector(Weights connector) {
        return new StackedChannelBridging(config.connector(), connector);
    }

    public DiffusionTransformer transformer(Weights transformer) {
        return new DiffusionTransformer(config.transformer(), transformer);
    }

    public Autoencoder vae(Weights vae) {
        return new Autoencoder(config.vae(), vae);
    }

    /** Names and shapes of the parameters of a component, in the order in which its networks ask for them. */
    public Manifest manifest(Component component) {
        Manifest manifest = new Manifest();
        try (var _ = Scope.open()) {
            switch (component) {
                case VLM -> {
                    vision(manifest);
                    languageModel(manifest);
                }
                case CONNECTOR -> connector(manifest);
                case TRANSFORMER -> transformer(manifest);
                case VAE -> vae(manifest);
            }
        }
        return manifest;
    }
}
