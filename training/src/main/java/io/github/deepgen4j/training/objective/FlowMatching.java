// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.vae.PosteriorDraw;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.cache.PosteriorCache;
import io.github.deepgen4j.training.data.Batch;
import io.github.deepgen4j.training.data.Batches;
import io.github.deepgen4j.training.data.DataException;
import io.github.deepgen4j.training.data.Limits;
import io.github.deepgen4j.training.data.Omissions;
import io.github.deepgen4j.training.data.Sample;
import io.github.deepgen4j.training.data.TrainingData;
import io.github.deepgen4j.training.data.Turns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Stages 1 and 2 of DeepGen 1.0: drawing from words and changing images, trained together by flow matching
 * (spec/training.md sections 5 and 6). Which of the two a micro-batch is comes from the data.
 */
public final class FlowMatching implements LessonSource {
    /**
     * @param maxTokens tokens of a prompt without image tokens; 1024 in the reference
     * @param samples images to draw while training
     * @param validation data whose loss is reported, too; null for none
     * @param cache folder that {@code data cache} fills; latents that it lacks are computed and added. Null for none
     */
    public record Config(
            TrainingData data,
            TimestepDensity density,
            Weighting weighting,
            PosteriorDraw posterior,
            Truncation truncation,
            int maxTokens,
            Samples samples,

            @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
            HeldOut validation,

            @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
            Path cache)
            implements LessonConfig {
        public Config {
            require(maxTokens >= 16, "max_tokens", "16 or more", maxTokens);
            require(
                    cache == null || data.repeatsImages(),
                    "cache",
                    "data whose images come again: of type files, and not of image mode crop2square",
                    cache);
        }

        @Override
        public LessonSource create(ObjectiveContext context) {
            return new FlowMatching(this, context.model(), context.seed(), context.turns(), context.skipped());
        }

        @Override
        public Optional<MicroBatchSize> largest(ModelConfig model) {
            TrainingData.Largest shape = data.largest();
            Size image = shape.side().map(side -> new Size(side, side)).orElse(model.defaultSize());
            int tokens = Math.min(MicroBatchSize.CAPTION, maxTokens);
            return Optional.of(new MicroBatchSize(image, shape.batch(), shape.references(), tokens));
        }
    }

    /**
     * Data that is not learned from.
     *
     * @param batches micro-batches of it, always the same ones with the same noise
     */
    public record HeldOut(TrainingData data, int batches) {
        public HeldOut {
            require(batches >= 1, "batches", "1 or more", batches);
        }
    }

    /**
     * Images whose prompts and noise are always the same, so that they can be compared over a run.
     *
     * @param prompts null for the first captions of the data
     * @param size side in pixels; images that are edited are made squares of it
     */
    public record Samples(
            @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
            List<String> prompts,

            @JsonProperty(defaultValue = "[]") List<Edit> edits,
            int size,
            int steps,
            double guidance) {
        /** @param image file, relative to the working folder */
        public record Edit(Path image, String prompt) {}

        public Samples {
            prompts = prompts == null ? null : List.copyOf(prompts);
            edits = List.copyOf(edits);
            require(size >= 16, "size", "16 or more", size);
            boolean fits = edits.isEmpty() || size % ResizeRule.STEP == 0;
            require(fits, "size", "a multiple of " + ResizeRule.STEP + " with edits", size);
            require(steps >= 1, "steps", "1 or more", steps);
            require(guidance >= 1, "guidance", "1 or more", guidance);
        }
    }

    private static final int PROMPTS = 4; // a row of the sheet
    private static final int REBUILT = 8;

    private final Config config;
    private final Networks model;
    private final long seed;
    private final Batches batches;
    private final Optional<PosteriorCache> posteriors;
    private final List<Batch> heldOut;
    private final ForwardPass loss;
    private final SampleImages images;

    /** @param skipped told of data that cannot be used */
    public FlowMatching(Config config, Networks model, long seed, Turns turns, Omissions skipped) {
        this.config = config;
        this.model = model;
        this.seed = seed;
        Limits limits = Limits.of(model.config());
        this.heldOut = heldOut(config, limits, skipped);
        this.posteriors = Optional.ofNullable(config.cache())
                .map(folder -> new PosteriorCache(model.folder(), folder, DType.F32));
        this.loss = new ForwardPass(model, config.weighting(), config.truncation(), config.maxTokens(), posteriors);
        this.images = new SampleImages(config.samples(), prompts(config), model, loss);
        this.batches = config.data().open(seed, turns, limits, skipped);
    }

    private static List<String> prompts(Config config) {
        List<String> prompts = config.samples().prompts();
        return prompts == null ? config.data().captions(PROMPTS) : prompts;
    }

    /** The loss of the auto-encoder, which no step of this objective reaches, on images of the user's. */
    @Override
    public List<String> remarks() {
        if (!config.data().given()) {
            return List.of();
        }
        List<Image> first = batches.batch(0).samples().stream()
                .map(Sample::target)
                .limit(REBUILT)
                .toList();
        return List.of(Reconstruction.of(first, images).remark());
    }

    /** Read before the run begins, which no file that is bad or gone may end in the middle. */
    private static List<Batch> heldOut(Config config, Limits limits, Omissions skipped) {
        if (config.validation() == null) {
            return List.of();
        }
        try (Batches data = config.validation().data().open(Seeds.VALIDATION, new Turns(1, 0, 1), limits, skipped)) {
            return LongStream.range(0, config.validation().batches())
                    .mapToObj(data::batch)
                    .toList();
        } catch (DataException e) {
            throw new DataException("validation: " + e.getMessage(), e);
        }
    }

    @Override
    public Outcome loss(long microBatch) {
        Batch batch = batches.batch(microBatch);
        Rng.seedGlobal(Seeds.mix(seed + 1, microBatch)); // dropout of the adapters
        model.lora().training(true); // until validation: the backward pass may run the layers again
        return new Outcome(
                loss(batch, seed), batch.type().toString(), batch.samples().size());
    }

    @Override
    public Lesson lesson(long microBatch) {
        Batch batch = batches.batch(microBatch);
        try (var _ = Autograd.disabled()) {
            return loss.lesson(batch, noise(batch, seed));
        }
    }

    private Tensor loss(Batch batch, long noiseSeed) {
        return loss.of(batch, noise(batch, noiseSeed)).loss();
    }

    /** Noise depends on the seed and the number of the micro-batch alone. */
    private MicroBatchNoise noise(Batch batch, long noiseSeed) {
        RandomGenerator random = Seeds.random(noiseSeed, batch.number());
        double[] u = new double[batch.samples().size()];
        for (int i = 0; i < u.length; i++) {
            u[i] = config.density().draw(random);
        }
        try (var rng = Rng.seeded(Seeds.mix(noiseSeed, batch.number()))) {
            List<long[]> shapes = batch.samples().stream()
                    .map(sample -> loss.latentShape(sample.target()))
                    .toList();
            List<List<long[]>> references =
                    batch.samples().stream().map(this::referenceShapes).toList();
            return MicroBatchNoise.of(rng, u, shapes, references, config.posterior() == PosteriorDraw.SAMPLE);
        }
    }

    private List<long[]> referenceShapes(Sample sample) {
        return sample.references().stream().map(loss::latentShape).toList();
    }

    @Override
    public Validation validate(int step) {
        model.lora().training(false);
        return new Validation(heldOutLosses(), images.draw());
    }

    /** Mean loss of each task. */
    private Map<String, Double> heldOutLosses() {
        Map<String, List<Double>> byTask = new TreeMap<>();
        for (Batch batch : heldOut) {
            try (var _ = Scope.open();
                    var _ = Autograd.disabled()) {
                byTask.computeIfAbsent("held_out_" + batch.type(), _ -> new ArrayList<>())
                        .add(loss(batch, Seeds.VALIDATION).item());
            }
        }
        Map<String, Double> means = new LinkedHashMap<>();
        byTask.forEach((task, losses) -> means.put(
                task, losses.stream().mapToDouble(Double::doubleValue).average().orElseThrow()));
        return means;
    }

    @Override
    public void close() {
        batches.close();
        posteriors.ifPresent(PosteriorCache::close);
    }
}
