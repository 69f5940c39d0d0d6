// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.deepgen4j.evaluation.shapeworld.ContactSheet;
import io.github.deepgen4j.model.connector.Conditions;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.pipeline.ConditionPair;
import io.github.deepgen4j.model.pipeline.Denoiser;
import io.github.deepgen4j.model.pipeline.Progress;
import io.github.deepgen4j.model.pipeline.SamplingOptions;
import io.github.deepgen4j.model.pipeline.Trace;
import io.github.deepgen4j.model.sampling.EulerStep;
import io.github.deepgen4j.model.sampling.Schedule;
import io.github.deepgen4j.model.weights.ConfigException;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.cache.PosteriorCache;
import io.github.deepgen4j.training.data.BadSamples;
import io.github.deepgen4j.training.data.Batch;
import io.github.deepgen4j.training.data.Batches;
import io.github.deepgen4j.training.data.Sample;
import io.github.deepgen4j.training.data.TrainingData;
import io.github.deepgen4j.training.data.Turns;
import io.github.deepgen4j.training.objective.PromptConditions.Prompt;
import io.github.deepgen4j.training.parts.ModelParts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Stages 1 and 2 of DeepGen 1.0: drawing from words and changing pictures, trained together by flow matching
 * (spec/training.md sections 5 and 6). Which of the two a micro-batch is comes from the data.
 */
public final class Supervised implements Objective {
    /** What latents a picture becomes (T27). */
    public enum Posterior {
        /** A draw of the auto-encoder's posterior, as in the reference. */
        SAMPLE,
        /** Its mean. */
        MEAN
    }

    /**
     * @param maxTokens tokens of a prompt without image tokens; 1024 in the reference
     * @param samples pictures to draw while training
     * @param cache folder that {@code data cache} fills; latents that it lacks are computed and added. Null for none
     */
    public record Config(
            TrainingData data,
            TimestepDensity density,
            Weighting weighting,
            Posterior posterior,
            Truncation truncation,
            int maxTokens,
            Samples samples,
            @JsonInclude(JsonInclude.Include.NON_NULL) Path cache)
            implements ObjectiveConfig {
        public Config {
            if (maxTokens < 16) {
                throw new ConfigException("max_tokens expected >= 16, found " + maxTokens);
            }
            if (cache != null && !data.repeatsPictures()) {
                throw new ConfigException("cache expected data whose pictures come again: of type files, and not of"
                        + " image mode crop2square");
            }
        }
    }

    /**
     * Pictures whose prompts and noise are always the same, so that they can be compared over a run.
     *
     * @param size side in pixels
     */
    public record Samples(List<String> prompts, int size, int steps, double guidance) {
        public Samples {
            prompts = List.copyOf(prompts);
            if (size < 16 || steps < 1 || !(guidance >= 1)) {
                throw new ConfigException("samples expected size >= 16, steps >= 1 and guidance >= 1, found " + size
                        + ", " + steps + " and " + guidance);
            }
        }
    }

    private final Config config;
    private final ModelParts model;
    private final long seed;
    private final Batches batches;
    private final Optional<PosteriorCache> posteriors;
    private final SupervisedLoss loss;
    private Facts facts; // of the last micro-batch

    /** @param skipped told of each sample that cannot be used */
    public Supervised(Config config, ModelParts model, long seed, Turns turns, Consumer<BadSamples.Bad> skipped) {
        this.config = config;
        this.model = model;
        this.seed = seed;
        this.posteriors = Optional.ofNullable(config.cache())
                .map(folder -> new PosteriorCache(model.folder(), folder, DType.F32));
        this.loss = new SupervisedLoss(model, config.weighting(), config.truncation(), config.maxTokens(), posteriors);
        this.batches = config.data().open(seed, turns, skipped);
    }

    @Override
    public Tensor loss(long microBatch) {
        Batch batch = batches.batch(microBatch);
        this.facts = new Facts(batch.type().toString(), batch.samples().size());
        RandomGenerator random = Seeds.random(seed, microBatch);
        double[] u = new double[batch.samples().size()];
        for (int i = 0; i < u.length; i++) {
            u[i] = config.density().draw(random);
        }
        Rng.seedGlobal(Seeds.mix(seed + 1, microBatch)); // dropout of the adapters
        model.lora().training(true); // until validation: the backward pass may run the layers again
        try (var rng = Rng.seeded(Seeds.mix(seed, microBatch))) {
            List<long[]> shapes = batch.samples().stream()
                    .map(sample -> loss.latentShape(sample.target()))
                    .toList();
            List<List<long[]>> references =
                    batch.samples().stream().map(this::referenceShapes).toList();
            Draws draws = Draws.of(rng, u, shapes, references, config.posterior() == Posterior.SAMPLE);
            return loss.of(batch, draws).loss();
        }
    }

    private List<long[]> referenceShapes(Sample sample) {
        return sample.references().stream().map(loss::latentShape).toList();
    }

    @Override
    public Facts facts(long microBatch) {
        return facts;
    }

    @Override
    public Validation validate() {
        model.lora().training(false);
        if (config.samples().prompts().isEmpty()) {
            return new Validation(Map.of(), null);
        }
        List<Image> pictures = new ArrayList<>();
        for (int i = 0; i < config.samples().prompts().size(); i++) {
            pictures.add(draw(config.samples().prompts().get(i), i));
        }
        return new Validation(Map.of(), ContactSheet.of(pictures, Math.min(4, pictures.size())));
    }

    /** One picture with the pipeline's own denoiser; picture i always starts from the same noise. */
    private Image draw(String prompt, int number) {
        try (var _ = Scope.open();
                var _ = Autograd.disabled();
                var rng = Rng.seeded(Seeds.VALIDATION + number);
                var prompts = new PromptConditions(model, false)) {
            Conditions both = prompts.of(List.of(Prompt.ofText(prompt), Prompt.ofText("")));
            int cells = config.samples().size() / model.vae().config().downsampling();
            Tensor start = rng.normal(1, model.vae().config().latentChannels(), cells, cells);
            SamplingOptions options = SamplingOptions.DEFAULT
                    .withSteps(config.samples().steps())
                    .withGuidance(config.samples().guidance());
            Schedule schedule =
                    Schedule.of(model.scheduler(), options.steps(), model.dit().tokens(start));
            Tensor latents = new Denoiser(model.dit(), model.compute(), EulerStep.F32)
                    .denoise(
                            new ConditionPair(both.rows(0, 1), both.rows(1, 1)),
                            List.of(List.of()),
                            start,
                            schedule,
                            options,
                            Progress.NONE,
                            Trace.OFF);
            return Pixels.toImages(model.vae().decode(latents.to(model.compute())))
                    .getFirst();
        }
    }

    @Override
    public void close() {
        batches.close();
        posteriors.ifPresent(PosteriorCache::close);
    }
}
