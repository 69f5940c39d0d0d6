// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import static io.github.deepgen4j.model.files.ConfigException.require;
import static io.github.deepgen4j.tensor.Functional.mseLoss;

import io.github.deepgen4j.evaluation.benchmark.shapeworld.ValidationSet;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.generation.LatentEncoder;
import io.github.deepgen4j.model.image.ContactSheet;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.vae.Autoencoder;
import io.github.deepgen4j.model.vae.Posterior;
import io.github.deepgen4j.shapeworld.Split;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.data.ShapeWorldData;
import io.github.deepgen4j.training.objective.Objective;
import io.github.deepgen4j.training.objective.ObjectiveConfig;
import io.github.deepgen4j.training.objective.ObjectiveContext;
import io.github.deepgen4j.training.objective.Seeds;
import io.github.deepgen4j.training.objective.Supervised;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stage 0 of the nano: an auto-encoder on ShapeWorld. The encoder's mean follows a {@link LinearTeacher}, its log
 * variance a small constant, and the decoder reconstructs from noisy latents, with more weight on the foreground.
 */
public final class VaeReconstruction implements Supervised {
    private static final double LOG_VARIANCE = -8;

    /**
     * @param dense share of scenes with many objects
     * @param noise largest deviation of the noise that the decoder must undo
     * @param foregroundWeight extra weight of pixels that differ from the background
     */
    public record Config(
            ShapeWorldData data, double dense, int batch, double noise, double foregroundWeight, int validationImages)
            implements ObjectiveConfig {
        public Config {
            require(dense >= 0 && dense <= 1, "dense", "0 to 1", dense);
            require(batch >= 1, "batch", "1 or more", batch);
            require(noise >= 0, "noise", "0 or more", noise);
            require(foregroundWeight >= 0, "foreground_weight", "0 or more", foregroundWeight);
            require(validationImages >= 1, "validation_images", "1 or more", validationImages);
            String zero = "0 with split " + data.split().word() + ", since dense scenes show any combination";
            require(dense == 0 || data.split() == Split.TRAIN, "dense", zero, dense);
        }

        @Override
        public Objective create(ObjectiveContext context) {
            return new VaeReconstruction(this, context.model(), context.seed());
        }
    }

    private final Config config;
    private final Autoencoder vae;
    private final LatentEncoder latents;
    private final long seed;
    private final LinearTeacher teacher;

    public VaeReconstruction(Config config, Networks model, long seed) {
        this.config = config;
        this.vae = model.vae();
        this.latents = new LatentEncoder(model);
        this.seed = seed;
        try (var _ = Scope.open()) {
            Tensor sample = ShapeWorldData.pixelsOf(config.data().scenes(2000, config.dense(), Seeds.random(seed, -1)));
            this.teacher = LinearTeacher.fit(
                    sample, vae.config().downsampling(), vae.config().latentChannels());
        }
    }

    @Override
    public Outcome loss(long microBatch) {
        Tensor pixels = ShapeWorldData.pixelsOf(
                config.data().scenes(config.batch(), config.dense(), Seeds.random(seed, microBatch)));
        Tensor target = teacher.latents(pixels);
        Posterior posterior = latents.posterior(pixels);
        Tensor encoding = mseLoss(posterior.mean(), target);
        Tensor spread =
                posterior.logVariance().add(-LOG_VARIANCE).square().mean().mul(1e-3);
        // The decoder sees the teacher's latents and the encoder's in turn; its error does not bend the encoder.
        Tensor clean = microBatch % 2 == 0 ? target : posterior.mean().detach();
        Tensor restored = vae.decode(noisy(vae.toLatents(clean), microBatch));
        Tensor error = restored.sub(pixels);
        Tensor weight = foreground(pixels).mul(config.foregroundWeight()).add(1);
        Tensor reconstruction =
                error.abs().mul(0.5).add(error.square().mul(2)).mul(weight).mean();
        return new Outcome(reconstruction.add(encoding).add(spread), "", config.batch());
    }

    private Tensor noisy(Tensor latents, long microBatch) {
        try (var rng = Rng.seeded(Seeds.mix(seed, microBatch))) {
            Tensor deviation = rng.uniform(latents.size(0), 1, 1, 1).mul(config.noise());
            return latents.add(rng.normal(latents.shape()).mul(deviation));
        }
    }

    /** 1 where a pixel differs from the one in the corner, which is background: (B, 1, H, W). */
    private static Tensor foreground(Tensor pixels) {
        Tensor corner = pixels.narrow(2, 0, 1).narrow(3, 0, 1);
        return pixels.sub(corner).abs().sum(1, true).gt(0.1).to(DType.F32);
    }

    @Override
    public Validation validate(int step) {
        ValidationSet asked = ValidationSet.heldOut(config.data().kinds(), config.validationImages(), Seeds.VALIDATION);
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            Tensor pixels = ShapeWorldData.pixelsOf(
                    asked.examples().stream().map(Example::scene).toList());
            Tensor encoded = latents.mode(latents.posterior(pixels));
            Tensor restored = vae.decode(encoded);
            Map<String, Double> measures = new LinkedHashMap<>();
            double mse =
                    restored.clamp(-1, 1).sub(pixels).mul(127.5).square().mean().item();
            measures.put("psnr", 10 * Math.log10(255 * 255 / mse));
            measures.put("latent_std", encoded.square().mean().sqrt().item());
            List<Image> images = Pixels.toImages(restored);
            measures.putAll(asked.measures(images));
            int shown = Math.min(12, images.size());
            List<Image> pairs = new ArrayList<>(Pixels.toImages(pixels).subList(0, shown));
            pairs.addAll(images.subList(0, shown));
            return new Validation(measures, ContactSheet.of(pairs, shown));
        }
    }

    @Override
    public void close() {
        teacher.close();
    }
}
