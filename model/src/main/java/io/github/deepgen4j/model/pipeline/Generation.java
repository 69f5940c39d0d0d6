// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.components.Stage;
import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.model.generation.LatentEncoder;
import io.github.deepgen4j.model.generation.Noise;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.generation.PromptEncoder;
import io.github.deepgen4j.model.generation.ReferenceEncoder;
import io.github.deepgen4j.model.generation.Sampler;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Mask;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.sampling.Masked;
import io.github.deepgen4j.model.sampling.Step;
import io.github.deepgen4j.model.text.MergedGrid;
import io.github.deepgen4j.model.text.TokenizedPrompt;
import io.github.deepgen4j.model.vae.Posterior;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The stages of an image (spec/model.md section 1): words and references to conditions, noise to latents under these
 * conditions, latents to pixels. B samples are computed together; the public entry always gives one. Tensors that are
 * returned belong to the innermost scope.
 */
final class Generation {
    private final Networks networks;
    private final PromptEncoder prompts;
    private final ReferenceEncoder references;
    private final LatentEncoder latents;
    private final Sampler sampler;
    private final Step step;

    /** @param networks not owned */
    Generation(Networks networks, Step step) {
        this.networks = networks;
        this.prompts = new PromptEncoder(networks);
        this.references = new ReferenceEncoder(networks);
        this.latents = new LatentEncoder(networks);
        this.sampler = new Sampler(networks, step);
        this.step = step;
    }

    /**
     * The token ids of prompt and negative prompt; both name the same references (Q5).
     *
     * @param images resized
     * @throws IllegalArgumentException if one is too long
     */
    Sample sample(String prompt, String negative, List<Image> images) {
        List<MergedGrid> grids =
                images.stream().map(image -> references.grid(image.size())).toList();
        return new Sample(tokenize("prompt", prompt, grids), tokenize("negative", negative, grids), images);
    }

    private TokenizedPrompt tokenize(String field, String text, List<MergedGrid> grids) {
        TokenizedPrompt tokenized = prompts.tokenize(text, grids);
        PromptRules.checkTokens(field, tokenized.textTokens());
        return tokenized;
    }

    /** Everything that does not depend on the seed. */
    Prepared prepare(List<Sample> samples, Observer observer) {
        begin(Stage.READ_PROMPT, observer);
        ConditionPair conditions = conditions(samples, observer);
        if (referring(samples)) {
            begin(Stage.READ_REFERENCES, observer);
        }
        List<List<Posterior>> posteriors = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            List<Posterior> row = new ArrayList<>();
            for (Image image : samples.get(i).references()) {
                row.add(posterior(image, place(i, row.size()), observer));
            }
            posteriors.add(row);
        }
        return new Prepared(conditions, posteriors);
    }

    /** Goes through the stages of {@link #prepare} whose outcome is known; weights in memory stay what they are. */
    void passPreparation(List<Sample> samples, Observer observer) {
        observer.begin(Stage.READ_PROMPT);
        if (referring(samples)) {
            observer.begin(Stage.READ_REFERENCES);
        }
    }

    private static boolean referring(List<Sample> samples) {
        return samples.stream().anyMatch(sample -> !sample.references().isEmpty());
    }

    private void begin(Stage stage, Observer observer) {
        observer.begin(stage);
        networks.begin(stage);
    }

    /** The end of the keys under which a reference's tensors are observed. */
    private static String place(int sample, int reference) {
        return "." + sample + "." + reference;
    }

    /** Prompts first, then negative prompts, padded to the longest of all. */
    private ConditionPair conditions(List<Sample> samples, Observer observer) {
        try (var scope = Scope.open()) {
            List<Tensor> features = new ArrayList<>();
            for (int i = 0; i < samples.size(); i++) {
                List<Image> images = samples.get(i).references();
                for (int j = 0; j < images.size(); j++) {
                    features.add(references.features(images.get(j), place(i, j), observer));
                }
            }
            observer.check();
            List<TokenizedPrompt> rows = Stream.concat(
                            samples.stream().map(Sample::prompt),
                            samples.stream().map(Sample::negative))
                    .toList();
            List<Tensor> ofBothHalves =
                    Stream.concat(features.stream(), features.stream()).toList();
            return ConditionPair.of(prompts.encode(prompts.batch(rows), ofBothHalves, observer))
                    .keep(scope);
        }
    }

    private Posterior posterior(Image image, String place, Observer observer) {
        observer.check();
        Posterior posterior = latents.posterior(image);
        observer.record("vae_mean" + place, posterior.mean());
        observer.record("vae_logvar" + place, posterior.logVariance());
        return posterior;
    }

    /** Noise to latents (B, C, h, w). */
    Tensor denoise(Prepared prepared, Size size, SamplingOptions options, Noise noise, Observer observer) {
        return denoise(prepared, size, options, noise, Optional.empty(), observer);
    }

    /**
     * Noise to latents (B, C, h, w).
     *
     * @param mask of the first reference of each sample, outside of which its latents are kept
     */
    Tensor denoise(
            Prepared prepared,
            Size size,
            SamplingOptions options,
            Noise noise,
            Optional<Mask> mask,
            Observer observer) {
        begin(Stage.DENOISE, observer);
        long[] shape = latents.shape(size);
        Tensor start = noise.initial(prepared.references().size(), shape[0], shape[1], shape[2]);
        List<List<Tensor>> drawn = referenceLatents(prepared.references(), options, noise, observer);
        Sampler chosen = mask.map(given -> new Sampler(networks, masked(given, drawn, start)))
                .orElse(sampler);
        return chosen.latents(prepared.conditions(), drawn, start, options.sampler(), options.from(), observer);
    }

    private Step masked(Mask mask, List<List<Tensor>> references, Tensor noise) {
        float[] cells = mask.cells(networks.config().vae().downsampling());
        Tensor images = Tensor.stack(0, references.stream().map(List::getFirst).toList());
        return new Masked(step, Tensor.of(cells, 1, 1, noise.size(2), noise.size(3)), images, noise);
    }

    private List<List<Tensor>> referenceLatents(
            List<List<Posterior>> posteriors, SamplingOptions options, Noise noise, Observer observer) {
        List<List<Tensor>> drawn = switch (options.posterior()) {
            case MODE ->
                posteriors.stream()
                        .map(row -> row.stream().map(latents::mode).toList())
                        .toList();
            case SAMPLE -> sampled(posteriors, noise, observer);
        };
        for (int i = 0; i < drawn.size(); i++) {
            for (int j = 0; j < drawn.get(i).size(); j++) {
                observer.record("ref_latents" + place(i, j), drawn.get(i).get(j));
            }
        }
        return drawn;
    }

    private List<List<Tensor>> sampled(List<List<Posterior>> posteriors, Noise noise, Observer observer) {
        List<List<Tensor>> epsilon = noise.references(posteriors.stream()
                .map(row -> row.stream().map(p -> p.mean().shape()).toList())
                .toList());
        List<List<Tensor>> drawn = new ArrayList<>();
        for (int i = 0; i < posteriors.size(); i++) {
            int row = i;
            drawn.add(IntStream.range(0, posteriors.get(i).size())
                    .mapToObj(j -> {
                        observer.record(
                                "vae_epsilon" + place(row, j), epsilon.get(row).get(j));
                        return latents.sample(
                                posteriors.get(row).get(j), epsilon.get(row).get(j));
                    })
                    .toList());
        }
        return drawn;
    }

    /** Latents to pixels (B, 3, H, W), about -1..1. */
    Tensor decode(Tensor latents, Observer observer) {
        begin(Stage.DECODE, observer);
        return sampler.pixels(latents, observer);
    }
}
