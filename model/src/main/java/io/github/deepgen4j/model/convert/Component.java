// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.convert;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.weights.Manifest;

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
        return config.manifests().get(folder);
    }
}
