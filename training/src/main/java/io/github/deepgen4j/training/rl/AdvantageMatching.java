// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.tensor.Tensor;

/**
 * Advantage-weighted flow matching (AWM, Xue et al. 2025): the loss of pre-training on the drawn images, each weighted
 * by its advantage, on noise that is independent of how the image was drawn. Images are drawn along the ODE; no
 * probabilities are needed. As if the ratio to the policy of the rollout were 1, so one update a rollout is meant.
 */
public record AdvantageMatching() implements PolicyConfig {
    @Override
    public Kept kept(int[] trained) {
        return new Kept(new int[0], false, false, true);
    }

    @Override
    public boolean noisy() {
        return false;
    }

    /** (1 - sigma) image + sigma noise. */
    static Tensor noised(Tensor image, Tensor noise, double sigma) {
        return image.mul(1 - sigma).add(noise.mul(sigma));
    }

    /**
     * Losses (B): the advantage times the mean square over C, h, w of velocity - (noise - image).
     *
     * @param velocity (B, C, h, w), with its graph
     * @param image (B, C, h, w), final latents
     * @param noise (B, C, h, w)
     * @param advantages (B)
     */
    static Tensor losses(Tensor velocity, Tensor image, Tensor noise, Tensor advantages) {
        return Divergence.meanSquare(velocity, noise.sub(image)).mul(advantages);
    }
}
