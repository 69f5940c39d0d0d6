// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.model.connector.Conditions;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.pipeline.Conditioner;
import io.github.deepgen4j.model.pipeline.Trace;
import io.github.deepgen4j.model.text.MergedGrid;
import io.github.deepgen4j.model.text.PromptTemplate;
import io.github.deepgen4j.model.text.TokenBatch;
import io.github.deepgen4j.model.vae.Posterior;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.cache.PosteriorCache;
import io.github.deepgen4j.training.data.Batch;
import io.github.deepgen4j.training.data.Sample;
import io.github.deepgen4j.training.objective.FlowMatchingLoss.Levels;
import io.github.deepgen4j.training.parts.ModelParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The whole path from images and words to the loss (spec/training.md sections 5 and 6), through the networks that also
 * draw images. The auto-encoder and the vision tower run without a graph; the language model's carries gradients to the
 * think tokens and the adapters.
 */
public final class SupervisedLoss {
    private final ModelParts model;
    private final PromptTemplate template;
    private final Conditioner conditioner;
    private final Weighting weighting;
    private final Truncation truncation;
    private final int maxTokens;
    private final Optional<PosteriorCache> posteriors;
    private final ReferenceReader references;

    /**
     * @param maxTokens tokens of a prompt, image tokens not counted
     */
    public SupervisedLoss(ModelParts model, Weighting weighting, Truncation truncation, int maxTokens) {
        this(model, weighting, truncation, maxTokens, Optional.empty());
    }

    /** @param posteriors asked for what the auto-encoder makes of images; not owned */
    SupervisedLoss(
            ModelParts model,
            Weighting weighting,
            Truncation truncation,
            int maxTokens,
            Optional<PosteriorCache> posteriors) {
        this.posteriors = posteriors;
        this.references = new ReferenceReader(model);
        this.model = model;
        this.template = new PromptTemplate(model.tokenizer());
        this.conditioner = new Conditioner(model.decoder(), model.connector(), model.compute());
        this.weighting = weighting;
        this.truncation = truncation;
        this.maxTokens = maxTokens;
    }

    /**
     * What was computed, with its graph.
     *
     * @param loss scalar
     * @param velocities prediction (C, h, w) of each sample
     */
    public record Forward(
            Tensor loss, Levels levels, List<Tensor> noisy, List<Tensor> velocities, Conditions conditions) {}

    /** Shape (C, h, w) of the latents of an image. */
    long[] latentShape(Image image) {
        Size size = image.size();
        int cell = model.vae().config().downsampling();
        return new long[] {model.vae().config().latentChannels(), size.height() / cell, size.width() / cell};
    }

    /** Loss of one micro-batch. */
    public Forward of(Batch batch, Draws draws) {
        List<Sample> samples = batch.samples();
        List<Tensor> latents = new ArrayList<>();
        List<List<Tensor>> references = new ArrayList<>();
        try (var _ = Autograd.disabled()) {
            for (int i = 0; i < samples.size(); i++) {
                boolean sampled = !draws.epsilon().isEmpty();
                latents.add(encode(
                        samples.get(i).target(), sampled ? draws.epsilon().get(i) : null));
                List<Tensor> row = new ArrayList<>();
                for (int j = 0; j < samples.get(i).references().size(); j++) {
                    row.add(encode(
                            samples.get(i).references().get(j),
                            sampled ? draws.referenceEpsilon().get(i).get(j) : null));
                }
                references.add(row);
            }
        }
        Conditions conditions = conditions(
                samples.stream().map(Sample::text).toList(),
                samples.stream().map(Sample::references).toList());
        return velocities(latents, references, conditions, draws);
    }

    /** What the transformer is told of texts, each with its references. */
    Conditions conditions(List<String> texts, List<List<Image>> images) {
        TokenBatch tokens;
        List<Tensor> imageTokens = new ArrayList<>();
        try (var _ = Autograd.disabled()) {
            tokens = tokens(texts, images, imageTokens);
        }
        return model.connector().forward(conditioner.hiddenStates(tokens, imageTokens, Trace.OFF));
    }

    private Forward velocities(
            List<Tensor> latents, List<List<Tensor>> references, Conditions conditions, Draws draws) {
        long[] counts = latents.stream().mapToLong(x -> model.dit().tokens(x)).toArray();
        Levels levels = Levels.of(model.scheduler(), draws.u(), counts);
        List<Tensor> noisy = new ArrayList<>();
        for (int i = 0; i < latents.size(); i++) {
            noisy.add(FlowMatchingLoss.noisy(latents.get(i), draws.noise().get(i), levels.sigmas()[i]));
        }
        List<Tensor> velocities = model.dit()
                .forward(
                        noisy.stream().map(x -> x.to(model.compute())).toList(),
                        model.dit().embedReferences(references),
                        model.dit().embed(conditions),
                        levels.timestepTensor(),
                        Set.of());
        Tensor loss = FlowMatchingLoss.of(velocities, latents, draws.noise(), levels, weighting);
        return new Forward(loss, levels, noisy, velocities, conditions);
    }

    /**
     * Latents (C, h, w) as the transformer sees them; in the type of the arithmetic.
     *
     * @param epsilon draw of the posterior; null for its mean
     */
    Tensor encode(Image image, Tensor epsilon) {
        Posterior posterior = posteriors
                .map(cache -> cached(cache, image))
                .orElseGet(() -> model.vae()
                        .encode(Pixels.toTensor(image).to(model.compute()).unsqueeze(0))
                        .single());
        Tensor z = epsilon == null
                ? posterior.mode()
                : posterior.sample(epsilon.to(posterior.mean().dtype()));
        return model.vae().toLatents(z);
    }

    private Posterior cached(PosteriorCache cache, Image image) {
        Posterior exact = cache.of(image);
        return new Posterior(
                exact.mean().to(model.compute()), exact.logVariance().to(model.compute()));
    }

    /** Prompts as tokens; adds the vision tower's tokens of all references. */
    private TokenBatch tokens(List<String> texts, List<List<Image>> images, List<Tensor> imageTokens) {
        List<long[]> rows = new ArrayList<>();
        List<List<MergedGrid>> grids = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            List<ReferenceReader.Seen> read =
                    images.get(i).stream().map(references::read).toList();
            read.forEach(reference -> imageTokens.add(reference.tokens()));
            List<MergedGrid> seen =
                    read.stream().map(ReferenceReader.Seen::grid).toList();
            grids.add(seen);
            rows.add(prompt(texts.get(i), seen));
        }
        int thinkTokens = model.connector().config().thinkTokens();
        TokenBatch tokens = TokenBatch.of(rows, grids, template, thinkTokens);
        return truncation == Truncation.LEFT ? tokens.last(maxTokens + mostImageTokens(grids) + thinkTokens) : tokens;
    }

    /** The reference allows the largest number of references times the largest image. */
    private static int mostImageTokens(List<List<MergedGrid>> grids) {
        int count = grids.stream().mapToInt(List::size).max().orElse(0);
        int largest = grids.stream()
                .flatMap(List::stream)
                .mapToInt(MergedGrid::cells)
                .max()
                .orElse(0);
        return count * largest;
    }

    long[] prompt(String text, List<MergedGrid> grids) {
        int limit = maxTokens + grids.stream().mapToInt(MergedGrid::cells).sum();
        long[] row = template(text, grids);
        while (truncation == Truncation.TEXT && row.length > limit && !text.isEmpty()) {
            int kept = (int) Math.min(text.length() - 1L, (long) text.length() * limit / row.length);
            boolean splits = kept > 0 && Character.isHighSurrogate(text.charAt(kept - 1));
            text = text.substring(0, splits ? kept - 1 : kept);
            row = template(text, grids);
        }
        return row;
    }

    private long[] template(String text, List<MergedGrid> grids) {
        return grids.isEmpty() ? template.generate(text) : template.edit(text, grids);
    }
}
