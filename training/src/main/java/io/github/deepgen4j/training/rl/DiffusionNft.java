// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;

/**
 * The loss of DiffusionNFT (spec/rl.md section 10.3): the velocity is drawn towards images that are better than others
 * and away from those that are worse, without log-probabilities.
 *
 * @param beta how far from the old velocity the two implicit ones lie
 * @param advantageClip advantages of plus and minus this count fully
 * @param target what is taken for the clean latents
 * @param offPolicy the old velocity is that of the averages, else that of now
 */
public record DiffusionNft(
        @JsonProperty(defaultValue = "0.1") double beta,
        @JsonProperty(defaultValue = "5") double advantageClip,
        @JsonProperty(defaultValue = "FINAL") Target target,
        @JsonProperty(defaultValue = "false") boolean offPolicy)
        implements PolicyConfig {
    /** In place of the sampler's deviation where the divergence asks for it. */
    static final double DEVIATION = 0.1;

    private static final double LEAST_WEIGHT = 1e-5;

    /** Latents of the trajectory. */
    public enum Target {
        /** The last ones, from which the image is decoded. */
        FINAL,
        /** Those after the step, as published (B6). */
        NEXT
    }

    public DiffusionNft {
        require(beta > 0 && beta <= 1, "beta", "more than 0, at most 1", beta);
        require(advantageClip > 0, "advantage_clip", "more than 0", advantageClip);
    }

    @Override
    public Kept kept(int[] trained) {
        return new Kept(trained, target == Target.NEXT, false, target == Target.FINAL);
    }

    /** The images of DiffusionNFT are drawn along the ODE. */
    @Override
    public boolean noisy() {
        return false;
    }

    /**
     * Losses (B).
     *
     * @param velocity (B, C, h, w), with its graph
     * @param old (B, C, h, w), without
     * @param latents (B, C, h, w) before the step
     * @param target (B, C, h, w)
     * @param sigma (B), noise level of the latents
     * @param advantages (B)
     */
    public Tensor losses(Tensor velocity, Tensor old, Tensor latents, Tensor target, Tensor sigma, Tensor advantages) {
        Tensor favour = advantages
                .clamp(-advantageClip, advantageClip)
                .div(2 * advantageClip)
                .add(0.5)
                .clamp(0, 1);
        Tensor towards = distance(velocity.mul(beta).add(old.mul(1 - beta)), latents, target, sigma);
        Tensor away = distance(old.mul(1 + beta).sub(velocity.mul(beta)), latents, target, sigma);
        return favour.mul(towards).add(favour.neg().add(1).mul(away)).mul(advantageClip / beta);
    }

    /** Of the images that a velocity leads to, in units of its mean absolute value. */
    static Tensor distance(Tensor velocity, Tensor latents, Tensor target, Tensor sigma) {
        Tensor image = latents.sub(velocity.mul(sigma.reshape(-1, 1, 1, 1)));
        Tensor difference = image.sub(target).reshape(target.size(0), -1);
        Tensor weight;
        try (var _ = Autograd.disabled()) {
            weight = difference.to(DType.F64).abs().mean(1, true).clamp(LEAST_WEIGHT, Double.POSITIVE_INFINITY);
        }
        return difference.square().div(weight).mean(1, false);
    }
}
