// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.generation;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.vae.Posterior;
import io.github.deepgen4j.model.vae.VaeConfig;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;

/**
 * Images to latents (spec/model.md section 7.2): the posterior of the auto-encoder, and latents as the transformer sees
 * them.
 */
public final class LatentEncoder {
    private final Networks networks;

    /** @param networks not owned */
    public LatentEncoder(Networks networks) {
        this.networks = networks;
    }

    /** Shape (C, h, w) of the latents of an image. */
    public long[] shape(Size size) {
        VaeConfig vae = networks.config().vae();
        return new long[] {vae.latentChannels(), size.height() / vae.downsampling(), size.width() / vae.downsampling()};
    }

    /**
     * The posterior (N, C, h, w) of pixels (N, 3, H, W) in -1..1, in their type, with a graph if anything is trained.
     */
    public Posterior posterior(Tensor pixels) {
        return networks.vae().encode(pixels);
    }

    /** The posterior (C, h, w) of one image in the type of the arithmetic, in the innermost scope. */
    public Posterior posterior(Image image) {
        try (var scope = Scope.open()) {
            Posterior posterior = posterior(
                            Pixels.toTensor(image).to(networks.compute()).unsqueeze(0))
                    .single();
            return new Posterior(scope.keep(posterior.mean()), scope.keep(posterior.logVariance()));
        }
    }

    /** Latents at the posterior's mode, scaled for the transformer. */
    public Tensor mode(Posterior posterior) {
        return networks.vae().toLatents(posterior.mode());
    }

    /**
     * Latents drawn from the posterior, scaled for the transformer.
     *
     * @param epsilon standard normal, of the posterior's shape
     */
    public Tensor sample(Posterior posterior, Tensor epsilon) {
        return networks.vae()
                .toLatents(posterior.sample(epsilon.to(posterior.mean().dtype())));
    }
}
