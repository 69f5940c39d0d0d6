// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import static io.github.deepgen4j.tensor.Functional.mseLoss;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.generation.LatentEncoder;
import io.github.deepgen4j.model.image.ContactSheet;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.vae.Autoencoder;
import io.github.deepgen4j.model.vae.Posterior;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.data.Batch;
import io.github.deepgen4j.training.data.Batches;
import io.github.deepgen4j.training.data.Limits;
import io.github.deepgen4j.training.data.Sample;
import io.github.deepgen4j.training.data.TrainingData;
import io.github.deepgen4j.training.data.Turns;
import io.github.deepgen4j.training.objective.Objective;
import io.github.deepgen4j.training.objective.ObjectiveConfig;
import io.github.deepgen4j.training.objective.ObjectiveContext;
import io.github.deepgen4j.training.objective.Seeds;
import io.github.deepgen4j.training.objective.Supervised;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * An auto-encoder on the target images of any data, all of one size. The encoder starts out following a
 * {@link LinearTeacher} and is let go; its latents are held near unit variance and the decoder sees them with noise.
 */
public final class ImageReconstruction implements Supervised {
    private static final double LOG_VARIANCE = -8;
    private static final int TEACHER_BATCHES = 128;
    private static final int SHOWN = 12;
    private static final int CROPS = 3;

    /**
     * @param unseen images that validation measures
     * @param crop side of the part of each image that is learned from, the most varied of a few at random; 0 for all
     * @param guided micro-batches over which the teacher's weight falls from 1 to 0
     * @param noise deviation of the noise added to latents
     * @param spread weight of the latents' mean square
     * @param validationBatches micro-batches of {@code unseen}
     */
    public record Config(
            TrainingData data,
            TrainingData unseen,
            int crop,
            int guided,
            double noise,
            double spread,
            int validationBatches)
            implements ObjectiveConfig {
        public Config {
            if (crop < 0 || crop % 8 != 0 || guided < 0 || !(noise >= 0) || !(spread >= 0) || validationBatches < 1) {
                throw new ConfigException("image_reconstruction expected crop a multiple of 8, guided, noise and"
                        + " spread >= 0 and validation_batches >= 1, found %d, %d, %s, %s and %d"
                                .formatted(crop, guided, noise, spread, validationBatches));
            }
        }

        @Override
        public Objective create(ObjectiveContext context) {
            return new ImageReconstruction(this, context);
        }
    }

    private final Config config;
    private final Networks model;
    private final Autoencoder vae;
    private final LatentEncoder latents;
    private final long seed;
    private final Batches data;
    private final Batches unseen;
    private final LinearTeacher teacher;

    ImageReconstruction(Config config, ObjectiveContext context) {
        this.config = config;
        this.model = context.model();
        this.vae = model.vae();
        this.latents = new LatentEncoder(model);
        this.seed = context.seed();
        this.data = config.data().open(context.seed(), context.turns(), Limits.NONE, context.skipped());
        this.unseen = config.unseen().open(Seeds.VALIDATION, new Turns(1, 0, 1), Limits.NONE, context.skipped());
        try (var _ = Scope.open()) {
            List<Tensor> images = new ArrayList<>();
            for (int i = 0; i < TEACHER_BATCHES; i++) {
                images.add(pixels(data.batch(i)));
            }
            this.teacher = LinearTeacher.fit(
                    Tensor.cat(0, images),
                    vae.config().downsampling(),
                    vae.config().latentChannels());
        }
    }

    /** (B, 3, H, W) in -1..1 */
    private static Tensor pixels(Batch batch) {
        return Tensor.stack(
                0,
                batch.samples().stream()
                        .map(Sample::target)
                        .map(Pixels::toTensor)
                        .toList());
    }

    @Override
    public Outcome loss(long microBatch) {
        Tensor pixels = cropped(pixels(data.batch(microBatch)), microBatch);
        Posterior posterior = latents.posterior(pixels.to(model.compute()));
        Tensor mean = posterior.mean();
        Tensor restored = vae.decode(vae.toLatents(noisy(mean, microBatch)));
        Tensor error = restored.sub(pixels);
        Tensor reconstruction = error.abs().mul(0.5).add(error.square().mul(2)).mean();
        Tensor constant =
                posterior.logVariance().add(-LOG_VARIANCE).square().mean().mul(1e-3);
        Tensor loss = reconstruction.add(constant).add(mean.square().mean().mul(config.spread()));
        double guidance = config.guided() == 0 ? 0 : 1 - (double) microBatch / config.guided();
        if (guidance > 0) {
            loss = loss.add(mseLoss(mean, teacher.latents(pixels)).mul(guidance));
        }
        return new Outcome(loss, "", (int) pixels.size(0));
    }

    /** (B, 3, H, W) -> (B, 3, crop, crop) */
    private Tensor cropped(Tensor pixels, long microBatch) {
        long side = config.crop();
        if (side == 0 || side >= pixels.size(2)) {
            return pixels;
        }
        RandomGenerator random = Seeds.random(seed, -2 - microBatch);
        List<Tensor> parts = new ArrayList<>();
        for (int i = 0; i < pixels.size(0); i++) {
            Tensor image = pixels.select(0, i);
            Tensor best = null;
            double most = -1;
            for (int attempt = 0; attempt < CROPS; attempt++) {
                Tensor part = image.narrow(1, random.nextInt((int) (pixels.size(2) - side) + 1), side)
                        .narrow(2, random.nextInt((int) (pixels.size(3) - side) + 1), side);
                double variety = part.sub(part.mean()).square().mean().item();
                if (variety > most) {
                    most = variety;
                    best = part;
                }
            }
            parts.add(best);
        }
        return Tensor.stack(0, parts);
    }

    private Tensor noisy(Tensor z, long microBatch) {
        try (var rng = Rng.seeded(Seeds.mix(seed, microBatch))) {
            return z.add(rng.normal(z.shape()).mul(config.noise()));
        }
    }

    @Override
    public Validation validate(int step) {
        double decibels = 0;
        double square = 0;
        int count = 0;
        List<Image> originals = new ArrayList<>();
        List<Image> restored = new ArrayList<>();
        for (int i = 0; i < config.validationBatches(); i++) {
            try (var _ = Scope.open();
                    var _ = Autograd.disabled()) {
                Tensor pixels = pixels(unseen.batch(i));
                Tensor z = latents.mode(latents.posterior(pixels.to(model.compute())));
                Tensor decoded = vae.decode(z);
                square += z.square().mean().item();
                decibels += psnr(decoded, pixels) * pixels.size(0);
                count += (int) pixels.size(0);
                if (originals.size() < SHOWN) {
                    originals.addAll(Pixels.toImages(pixels));
                    restored.addAll(Pixels.toImages(decoded));
                }
            }
        }
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("psnr", decibels / count);
        measures.put("latent_std", Math.sqrt(square / config.validationBatches()));
        List<Image> shown = new ArrayList<>(originals.subList(0, Math.min(SHOWN, originals.size())));
        int columns = shown.size();
        shown.addAll(restored.subList(0, columns));
        return new Validation(measures, ContactSheet.of(shown, columns));
    }

    /**
     * The mean of the images' peak signal-to-noise ratios in decibels, at most 78.1: of two that are equal.
     *
     * @param decoded (B, 3, H, W); what lies outside of -1..1 is cut off
     * @param pixels (B, 3, H, W) in -1..1
     */
    static double psnr(Tensor decoded, Tensor pixels) {
        Tensor errors = decoded.clamp(-1, 1).sub(pixels).mul(127.5).square();
        double decibels = 0;
        for (int i = 0; i < pixels.size(0); i++) {
            decibels += 10 * Math.log10(255 * 255 / (errors.select(0, i).mean().item() + 1e-3));
        }
        return decibels / pixels.size(0);
    }

    @Override
    public void close() {
        teacher.close();
        data.close();
        unseen.close();
    }
}
