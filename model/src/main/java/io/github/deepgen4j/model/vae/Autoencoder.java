// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.vae;

import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/** The variational auto-encoder between images (N, 3, H, W) in -1..1 and latents (spec/model.md sections 7.1, 7.2). */
public final class Autoencoder {
    private final VaeConfig config;
    private final Encoder encoder;
    private final Decoder decoder;

    public Autoencoder(VaeConfig config, Weights weights) {
        this.config = config;
        this.encoder = new Encoder(config, weights.at("encoder"));
        this.decoder = new Decoder(config, weights.at("decoder"));
    }

    public VaeConfig config() {
        return config;
    }

    /** Sides of the image must be multiples of {@link VaeConfig#downsampling()}. */
    public Posterior encode(Tensor pixels) {
        Tensor[] moments = encoder.forward(pixels).chunk(2, 1);
        return new Posterior(moments[0], moments[1].clamp(-30, 20));
    }

    /** A draw of the posterior as the transformer sees it: (z - shift) * scale. */
    public Tensor toLatents(Tensor z) {
        return z.add(-config.shift()).mul(config.scale());
    }

    /** Latents -> pixels (N, 3, H, W), about -1..1 */
    public Tensor decode(Tensor latents) {
        return decoder.forward(latents.div(config.scale()).add(config.shift()));
    }
}
