// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.dit.EmbeddedConditions;
import io.github.deepgen4j.model.dit.ReferenceTokens;
import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.model.generation.LatentEncoder;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.generation.Sampler;
import io.github.deepgen4j.model.generation.SamplerOptions;
import io.github.deepgen4j.model.image.ContactSheet;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.sampling.Euler;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.nano.ConditionSource.Asked;
import io.github.deepgen4j.training.objective.FlowMatchingLoss;
import io.github.deepgen4j.training.objective.FlowMatchingLoss.Levels;
import io.github.deepgen4j.training.objective.Lesson;
import io.github.deepgen4j.training.objective.LessonConfig;
import io.github.deepgen4j.training.objective.LessonSource;
import io.github.deepgen4j.training.objective.MicroBatchSize;
import io.github.deepgen4j.training.objective.ObjectiveContext;
import io.github.deepgen4j.training.objective.Seeds;
import io.github.deepgen4j.training.objective.TimestepDensity;
import io.github.deepgen4j.training.objective.Weighting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Training of the transformer (and, if it is trainable, the connector) by flow matching, on prompts and edits. Latents
 * of a fixed set of training examples are computed once; a micro-batch holds either prompts or edits of one token
 * length, as rows without pads are what the pipeline sees, and a share of empty texts padded to the same length, as
 * guidance uses them.
 */
public final class NanoFlowMatching implements LessonSource {
    /**
     * @param scenes number of training examples whose latents are kept in memory
     * @param promptDropout share of prompts replaced by the empty one
     * @param validationSteps denoising steps of validation images
     * @param conditions what the transformer is told
     */
    public record Config(
            PlannedData data,
            int batch,
            int scenes,
            double promptDropout,
            TimestepDensity density,
            Weighting weighting,
            int validationTasks,
            int validationSteps,
            double validationGuidance,
            @JsonProperty(defaultValue = "PROMPTS") Source conditions)
            implements LessonConfig {
        public Config {
            require(batch >= 1, "batch", "1 or more", batch);
            require(scenes >= batch, "scenes", "at least batch, " + batch, scenes);
            require(promptDropout >= 0 && promptDropout <= 1, "prompt_dropout", "0 to 1", promptDropout);
            String more = "1 or more (without validation: validate.every beyond the last step)";
            require(validationTasks >= 1, "validation_tasks", more, validationTasks);
            require(validationSteps >= 1, "validation_steps", "1 or more", validationSteps);
            require(validationGuidance >= 1, "validation_guidance", "1 or more", validationGuidance);
        }

        @Override
        public LessonSource create(ObjectiveContext context) {
            return new NanoFlowMatching(this, context.model(), context.conditionsFrozen(), context.seed());
        }

        @Override
        public Optional<MicroBatchSize> largest(ModelConfig model) {
            int references = data.edits() ? 1 : 0;
            return Optional.of(new MicroBatchSize(model.defaultSize(), batch, references, MicroBatchSize.CAPTION));
        }
    }

    /** Origin of the conditions. */
    public enum Source {
        /** Language model and connector read the prompts. */
        PROMPTS,
        /** The codes of {@link PlanAlignment}, which a connector learns to give. */
        PLANS
    }

    private final Config config;
    private final Networks model;
    private final long seed;
    private final PlannedData.Source samples;
    private final ConditionSource conditions;
    private final LatentEncoder latents;
    private final Sampler sampler;
    private final LatentCache cache;

    public NanoFlowMatching(Config config, Networks model, boolean conditionsFrozen, long seed) {
        this.config = config;
        this.model = model;
        this.seed = seed;
        this.samples = config.data().open();
        this.conditions = config.conditions() == Source.PLANS
                ? new PlanConditions(new SlotCodes(samples.form(), model, PlanAlignment.CODE_SEED))
                : new PromptConditions(model, conditionsFrozen);
        this.latents = new LatentEncoder(model);
        this.sampler = new Sampler(model, new Euler());
        this.cache = LatentCache.of(samples, config.scenes(), latents, conditions::length, Seeds.random(seed, -1));
    }

    /** The samples of a micro-batch and their noise levels. */
    private record Drawn(List<LatentCache.Sample> samples, List<Asked> asked, double[] u) {
        boolean edits() {
            return samples.getFirst().example().before().isPresent();
        }

        String task() {
            return edits() ? "edits" : "prompts";
        }
    }

    private Drawn drawn(long microBatch) {
        RandomGenerator random = Seeds.random(seed, microBatch);
        List<LatentCache.Sample> drawn = cache.draw(config.batch(), random);
        List<Asked> asked = drawn.stream()
                .map(sample -> new Asked(sample.example(), random.nextDouble() < config.promptDropout()))
                .toList();
        double[] u = new double[config.batch()];
        for (int i = 0; i < u.length; i++) {
            u[i] = config.density().draw(random);
        }
        return new Drawn(drawn, asked, u);
    }

    @Override
    public Outcome loss(long microBatch) {
        Drawn drawn = drawn(microBatch);
        ReferenceTokens references = !drawn.edits()
                ? ReferenceTokens.none(drawn.samples().size())
                : model.transformer().embedReferences(rows(cache.references(drawn.samples())));
        Rng.seedGlobal(Seeds.mix(seed + 1, microBatch)); // dropout of the adapters
        model.lora().training(true); // until validation: the backward pass may run the layers again
        Tensor latents = cache.latents(drawn.samples());
        Tensor loss = loss(latents, references, drawn.asked(), drawn.u(), Seeds.mix(seed, microBatch));
        return new Outcome(loss, drawn.task(), drawn.samples().size());
    }

    @Override
    public Lesson lesson(long microBatch) {
        Drawn drawn = drawn(microBatch);
        List<Asked> both = new ArrayList<>(drawn.asked());
        drawn.asked().forEach(asked -> both.add(new Asked(asked.sample(), true)));
        try (var _ = Autograd.disabled();
                var rng = Rng.seeded(Seeds.mix(seed, microBatch))) {
            Tensor latents = cache.latents(drawn.samples());
            return new Lesson(
                    unstacked(latents),
                    unstacked(rng.normal(latents.shape())),
                    drawn.u(),
                    drawn.edits()
                            ? rows(cache.references(drawn.samples()))
                            : Collections.nCopies(both.size() / 2, List.of()),
                    ConditionPair.of(conditions.of(both)),
                    config.weighting(),
                    drawn.task());
        }
    }

    private static List<Tensor> unstacked(Tensor batch) {
        return LongStream.range(0, batch.size(0))
                .mapToObj(i -> batch.select(0, i))
                .toList();
    }

    private Tensor loss(Tensor latents, ReferenceTokens references, List<Asked> asked, double[] u, long noiseSeed) {
        long[] tokens = new long[u.length];
        Arrays.fill(tokens, model.transformer().tokens(latents));
        Levels levels = Levels.of(model.config().scheduler(), u, tokens);
        try (var rng = Rng.seeded(noiseSeed)) {
            Tensor noise = rng.normal(latents.shape());
            EmbeddedConditions embedded = model.transformer().embed(conditions.of(asked));
            Tensor noisy = FlowMatchingLoss.noisy(latents, noise, levels);
            Tensor velocities =
                    model.transformer().forward(noisy, references, embedded, levels.timestepTensor(), Set.of());
            return FlowMatchingLoss.of(velocities, latents, noise, levels, config.weighting());
        }
    }

    /** One reference for each row of (B, C, h, w). */
    private static List<List<Tensor>> rows(Tensor references) {
        return unstacked(references).stream().map(List::of).toList();
    }

    @Override
    public Validation validate(int step) {
        model.lora().training(false);
        PlannedData.HeldOut asked = samples.heldOut(config.validationTasks(), Seeds.VALIDATION);
        List<Planned> examples = asked.samples();
        List<Image> images = new ArrayList<>(Collections.nCopies(examples.size(), null));
        Map<Integer, List<Integer>> alike = new TreeMap<>(); // prompts of one length, then edits of one length
        for (int i = 0; i < images.size(); i++) {
            int length = conditions.length(examples.get(i));
            alike.computeIfAbsent(examples.get(i).before().isEmpty() ? length : -length, _ -> new ArrayList<>())
                    .add(i);
        }
        Map<String, List<Double>> losses = new TreeMap<>();
        for (List<Integer> numbers : alike.values()) {
            List<Planned> group = numbers.stream().map(examples::get).toList();
            try (var _ = Scope.open();
                    var _ = Autograd.disabled()) {
                List<List<Tensor>> references = group.getFirst().before().isEmpty()
                        ? Collections.nCopies(group.size(), List.of())
                        : rows(latents(group.stream()
                                .map(example -> example.before().orElseThrow())
                                .toList()));
                String kind = group.getFirst().before().isEmpty() ? "loss_prompts" : "loss_edits";
                double loss = heldOutLoss(group, references, numbers.getFirst());
                losses.computeIfAbsent(kind, _ -> new ArrayList<>()).addAll(Collections.nCopies(group.size(), loss));
                List<Image> drawn = draw(group, references, numbers);
                for (int i = 0; i < drawn.size(); i++) {
                    images.set(numbers.get(i), drawn.get(i));
                }
            }
        }
        Map<String, Double> measures = new LinkedHashMap<>();
        losses.forEach((kind, values) -> measures.put(
                kind, values.stream().mapToDouble(Double::doubleValue).average().orElseThrow()));
        measures.putAll(asked.measures().apply(images));
        return new Validation(measures, ContactSheet.of(images, 12));
    }

    private Tensor latents(List<Scenery> scenes) {
        return latents.mode(latents.posterior(Scenery.pixels(scenes)));
    }

    /** Mean over the examples, each at another level of noise, spread evenly; the same noise in every validation. */
    private double heldOutLoss(List<Planned> group, List<List<Tensor>> references, int number) {
        double[] u = new double[group.size()];
        Arrays.setAll(u, i -> (i + 0.5) / u.length);
        ReferenceTokens tokens = references.getFirst().isEmpty()
                ? ReferenceTokens.none(group.size())
                : model.transformer().embedReferences(references);
        Tensor latents = latents(group.stream().map(Planned::after).toList());
        return loss(latents, tokens, group.stream().map(Asked::of).toList(), u, Seeds.VALIDATION + number)
                .item();
    }

    /** Draws alike examples with the pipeline's own denoiser; image i always starts from the same noise. */
    private List<Image> draw(List<Planned> examples, List<List<Tensor>> references, List<Integer> numbers) {
        List<Asked> both = new ArrayList<>(examples.stream().map(Asked::of).toList());
        examples.forEach(example -> both.add(new Asked(example, true)));
        ConditionPair pair = ConditionPair.of(conditions.of(both));
        List<Tensor> noise = new ArrayList<>();
        for (int number : numbers) {
            try (var rng = Rng.seeded(Seeds.VALIDATION + number)) {
                noise.add(rng.normal(cache.shape()));
            }
        }
        Tensor latents = sampler.latents(
                pair,
                references,
                Tensor.stack(0, noise),
                SamplerOptions.of(config.validationSteps(), config.validationGuidance()),
                Observer.NONE);
        return Pixels.toImages(sampler.pixels(latents, Observer.NONE));
    }

    @Override
    public void close() {
        conditions.close();
        cache.close();
    }
}
