// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.model.generation.LatentEncoder;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.generation.PromptEncoder;
import io.github.deepgen4j.model.generation.ReferenceEncoder;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.text.MergedGrid;
import io.github.deepgen4j.model.text.TokenBatch;
import io.github.deepgen4j.model.text.TokenizedPrompt;
import io.github.deepgen4j.model.vae.Posterior;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.cache.PosteriorCache;
import io.github.deepgen4j.training.data.Batch;
import io.github.deepgen4j.training.data.Sample;
import io.github.deepgen4j.training.objective.FlowMatchingLoss.Levels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The forward pass of a micro-batch, from images and words to the flow-matching loss (spec/training.md sections 5 and
 * 6), on the road that also generates images. Auto-encoder and vision tower run without a graph; the language model's
 * carries gradients to the think tokens and the adapters.
 */
final class ForwardPass {
    private final Networks model;
    private final PromptEncoder prompts;
    private final ReferenceEncoder references;
    private final LatentEncoder latents;
    private final Weighting weighting;
    private final Truncation truncation;
    private final int maxTokens;
    private final Optional<PosteriorCache> posteriors;

    /** @param maxTokens tokens of a prompt, image tokens not counted */
    ForwardPass(Networks model, Weighting weighting, Truncation truncation, int maxTokens) {
        this(model, weighting, truncation, maxTokens, Optional.empty());
    }

    /** @param posteriors asked for what the auto-encoder makes of images; not owned */
    ForwardPass(
            Networks model,
            Weighting weighting,
            Truncation truncation,
            int maxTokens,
            Optional<PosteriorCache> posteriors) {
        this.model = model;
        this.prompts = new PromptEncoder(model);
        this.references = new ReferenceEncoder(model);
        this.latents = new LatentEncoder(model);
        this.weighting = weighting;
        this.truncation = truncation;
        this.maxTokens = maxTokens;
        this.posteriors = posteriors;
    }

    /**
     * The loss and what it was computed from, with the graph.
     *
     * @param loss scalar
     * @param velocities prediction (C, h, w) of each sample
     */
    record Forward(Tensor loss, Levels levels, List<Tensor> noisy, List<Tensor> velocities, Conditions conditions) {}

    /** Shape (C, h, w) of the latents of an image. */
    long[] latentShape(Image image) {
        return latents.shape(image.size());
    }

    /** One micro-batch. */
    Forward of(Batch batch, MicroBatchNoise noise) {
        Encoded encoded = encoded(batch, noise);
        Conditions conditions = conditions(
                batch.samples().stream().map(Sample::text).toList(),
                batch.samples().stream().map(Sample::references).toList());
        return velocities(encoded.targets(), encoded.references(), conditions, noise);
    }

    /**
     * One micro-batch for a student and its teacher: prompts and, after them, what drawing guides away from (nothing,
     * or the model's list of what edits avoid), all padded to the longest.
     */
    Lesson lesson(Batch batch, MicroBatchNoise noise) {
        List<Sample> samples = batch.samples();
        Encoded encoded = encoded(batch, noise);
        List<String> texts = new ArrayList<>(samples.stream().map(Sample::text).toList());
        List<List<Image>> images =
                new ArrayList<>(samples.stream().map(Sample::references).toList());
        for (Sample sample : samples) {
            texts.add(sample.references().isEmpty() ? "" : model.config().editNegative());
            images.add(sample.references());
        }
        return new Lesson(
                encoded.targets().stream().map(x -> x.to(DType.F32)).toList(),
                noise.noise(),
                noise.u(),
                encoded.references(),
                ConditionPair.of(conditions(texts, images)),
                weighting,
                batch.type().toString());
    }

    /** Latents of the wanted images, and of the references of each. */
    private record Encoded(List<Tensor> targets, List<List<Tensor>> references) {}

    private Encoded encoded(Batch batch, MicroBatchNoise noise) {
        List<Sample> samples = batch.samples();
        boolean sampled = !noise.epsilon().isEmpty();
        List<Tensor> targets = new ArrayList<>();
        List<List<Tensor>> referenceLatents = new ArrayList<>();
        try (var _ = Autograd.disabled()) {
            for (int i = 0; i < samples.size(); i++) {
                targets.add(encode(
                        samples.get(i).target(), sampled ? noise.epsilon().get(i) : null));
                List<Tensor> row = new ArrayList<>();
                for (Image reference : samples.get(i).references()) {
                    row.add(encode(
                            reference, sampled ? noise.referenceEpsilon().get(i).get(row.size()) : null));
                }
                referenceLatents.add(row);
            }
        }
        return new Encoded(targets, referenceLatents);
    }

    /** Conditions of texts, each with its references. */
    Conditions conditions(List<String> texts, List<List<Image>> images) {
        TokenBatch tokens = tokens(texts, images);
        List<Tensor> features = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            for (int j = 0; j < images.get(i).size(); j++) {
                features.add(references.features(images.get(i).get(j), "." + i + "." + j, Observer.NONE));
            }
        }
        return prompts.encode(tokens, features, Observer.NONE);
    }

    private Forward velocities(
            List<Tensor> targets, List<List<Tensor>> referenceLatents, Conditions conditions, MicroBatchNoise noise) {
        long[] counts =
                targets.stream().mapToLong(x -> model.transformer().tokens(x)).toArray();
        Levels levels = Levels.of(model.config().scheduler(), noise.u(), counts);
        List<Tensor> noisy = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            noisy.add(FlowMatchingLoss.noisy(targets.get(i), noise.noise().get(i), levels.sigmas()[i]));
        }
        List<Tensor> velocities = model.transformer()
                .forward(
                        noisy.stream().map(x -> x.to(model.compute())).toList(),
                        model.transformer().embedReferences(referenceLatents),
                        model.transformer().embed(conditions),
                        levels.timestepTensor(),
                        Set.of());
        Tensor loss = FlowMatchingLoss.of(velocities, targets, noise.noise(), levels, weighting);
        return new Forward(loss, levels, noisy, velocities, conditions);
    }

    /**
     * Latents (C, h, w) as the transformer sees them; in the type of the arithmetic.
     *
     * @param epsilon draw of the posterior; null for its mode
     */
    Tensor encode(Image image, Tensor epsilon) {
        Posterior posterior = posteriors.map(cache -> cached(cache, image)).orElseGet(() -> latents.posterior(image));
        return epsilon == null ? latents.mode(posterior) : latents.sample(posterior, epsilon);
    }

    private Posterior cached(PosteriorCache cache, Image image) {
        Posterior exact = cache.of(image);
        return new Posterior(
                exact.mean().to(model.compute()), exact.logVariance().to(model.compute()));
    }

    private TokenBatch tokens(List<String> texts, List<List<Image>> images) {
        List<TokenizedPrompt> rows = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            rows.add(prompt(
                    texts.get(i),
                    images.get(i).stream()
                            .map(image -> references.grid(image.size()))
                            .toList()));
        }
        TokenBatch tokens = prompts.batch(rows);
        int thinkTokens = model.config().connector().thinkTokens();
        return truncation == Truncation.LEFT ? tokens.last(maxTokens + mostImageTokens(rows) + thinkTokens) : tokens;
    }

    /** The reference allows the largest number of references times the largest image. */
    private static int mostImageTokens(List<TokenizedPrompt> rows) {
        int count = rows.stream().mapToInt(row -> row.references().size()).max().orElse(0);
        int largest = rows.stream()
                .flatMap(row -> row.references().stream())
                .mapToInt(MergedGrid::cells)
                .max()
                .orElse(0);
        return count * largest;
    }

    TokenizedPrompt prompt(String text, List<MergedGrid> grids) {
        int limit = maxTokens + grids.stream().mapToInt(MergedGrid::cells).sum();
        TokenizedPrompt row = prompts.tokenize(text, grids);
        while (truncation == Truncation.TEXT && row.length() > limit && !text.isEmpty()) {
            int kept = (int) Math.min(text.length() - 1L, (long) text.length() * limit / row.length());
            boolean splits = kept > 0 && Character.isHighSurrogate(text.charAt(kept - 1));
            text = text.substring(0, splits ? kept - 1 : kept);
            row = prompts.tokenize(text, grids);
        }
        return row;
    }
}
