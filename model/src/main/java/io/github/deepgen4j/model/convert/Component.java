// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.convert;

import io.github.deepgen4j.model.connector.StackedChannelBridging;
import io.github.deepgen4j.model.dit.DiffusionTransformer;
import io.github.deepgen4j.model.pipeline.ModelConfig;
import io.github.deepgen4j.model.qwen.Buffers;
import io.github.deepgen4j.model.qwen.Decoder;
import io.github.deepgen4j.model.qwen.VisionTower;
import io.github.deepgen4j.model.vae.Autoencoder;
import io.github.deepgen4j.model.weights.Manifest;
import io.github.deepgen4j.tensor.Scope;

/** The folders of the released layout that hold weights. */
enum Component {
    VLM("vlm", "model"),
    CONNECTOR("connector", "model"),
    TRANSFORMER("transformer", "diffusion_pytorch_model"),
    VAE("vae", "diffusion_pytorch_model");

    final String folder;
    /** Name of its weight file without the ending. */
    final String fileStem;

    Component(String folder, String fileStem) {
        this.folder = folder;
        this.fileStem = fileStem;
    }

    /** Names and shapes that this component must have, in the order in which its network asks for them. */
    Manifest expected(ModelConfig config) {
        Manifest manifest = new Manifest();
        try (var _ = Scope.open()) {
            switch (this) {
                case VLM -> {
                    new VisionTower(config.vlm(), Buffers.BF16, manifest.at("visual"));
                    new Decoder(config.vlm(), Buffers.BF16, manifest.at("model"));
                }
                case CONNECTOR -> new StackedChannelBridging(config.connector(), manifest);
                case TRANSFORMER -> new DiffusionTransformer(config.transformer(), manifest);
                case VAE -> new Autoencoder(config.vae(), manifest);
            }
        }
        return manifest;
    }
}
