// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.qwen.PatchRows;
import io.github.deepgen4j.model.qwen.VisionTower;
import io.github.deepgen4j.model.sampling.EulerStep;
import io.github.deepgen4j.model.sampling.Schedule;
import io.github.deepgen4j.model.text.MergedGrid;
import io.github.deepgen4j.model.text.PromptTemplate;
import io.github.deepgen4j.model.text.TokenBatch;
import io.github.deepgen4j.model.vae.Autoencoder;
import io.github.deepgen4j.model.vae.Posterior;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * How an image is made (spec/model.md section 1): words and references to conditions, noise to latents under these
 * conditions, latents to pixels. B samples are computed together; the public entry always gives one. Tensors that are
 * returned belong to the innermost scope.
 */
final class Generation {
    private final Networks networks;
    private final ModelConfig config;
    private final PromptTemplate template;
    private final EulerStep step;

    Generation(Networks networks, ModelConfig config, PromptTemplate template, EulerStep step) {
        this.networks = networks;
        this.config = config;
        this.template = template;
        this.step = step;
    }

    /**
     * A reference image on its way.
     *
     * @param place {@code .sample.reference}, as keys of a trace end
     * @param pixels (3, H, W) in -1..1
     */
    private record Reference(String place, Tensor pixels) {}

    /** Everything that does not depend on the seed. */
    Prepared prepare(List<Sample> samples, Progress progress, Trace trace) {
        begin(Progress.Stage.READ_PROMPT, progress);
        List<List<Reference>> references = references(samples, trace);
        ConditionPair conditions = conditions(samples, references, progress, trace);
        if (references.stream().allMatch(List::isEmpty)) {
            return new Prepared(
                    conditions,
                    references.stream().map(_ -> List.<Posterior>of()).toList());
        }
        begin(Progress.Stage.READ_REFERENCES, progress);
        List<List<Posterior>> posteriors = new ArrayList<>();
        for (List<Reference> row : references) {
            posteriors.add(row.stream().map(r -> posterior(r, progress, trace)).toList());
        }
        return new Prepared(conditions, posteriors);
    }

    private void begin(Progress.Stage stage, Progress progress) {
        progress.begin(stage);
        networks.begin(stage);
    }

    private static List<List<Reference>> references(List<Sample> samples, Trace trace) {
        List<List<Reference>> references = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            List<Reference> row = new ArrayList<>();
            for (Image image : samples.get(i).references()) {
                String place = "." + i + "." + row.size();
                trace.record("ref_u8" + place, () -> Pixels.bytes(image));
                row.add(new Reference(place, Pixels.toTensor(image)));
            }
            references.add(row);
        }
        return references;
    }

    private ConditionPair conditions(
            List<Sample> samples, List<List<Reference>> references, Progress progress, Trace trace) {
        Conditioner conditioner =
                new Conditioner(networks.languageModel().decoder(), networks.bridging(), networks.compute());
        List<Tensor> imageTokens = new ArrayList<>();
        List<List<MergedGrid>> grids = new ArrayList<>();
        try (var scope = Scope.open()) {
            for (List<Reference> row : references) {
                List<MergedGrid> seen = new ArrayList<>();
                for (Reference reference : row) {
                    progress.check();
                    seen.add(look(reference, imageTokens, trace));
                }
                grids.add(seen);
            }
            progress.check();
            ConditionPair pair = conditioner.encode(tokens(samples, grids), imageTokens, trace);
            return pair.keep(scope);
        }
    }

    /** The language model's eyes: adds the image tokens of one reference and returns their grid. */
    private MergedGrid look(Reference reference, List<Tensor> imageTokens, Trace trace) {
        VisionTower vision = networks.languageModel().vision();
        int merge = config.vlm().vision().merge();
        PatchRows rows =
                PatchRows.of(reference.pixels(), config.vlm().vision(), networks.buffers(), networks.compute());
        trace.record("vlm_rows" + reference.place(), rows.rows());
        trace.record(
                "grid_thw" + reference.place(),
                () -> Tensor.of(new long[] {1, rows.gridHeight(), rows.gridWidth()}, 3));
        try (var scope = Scope.open()) {
            Tensor tokens = vision.forward(rows.rows(), rows.gridHeight(), rows.gridWidth());
            trace.record("vision" + reference.place(), tokens);
            imageTokens.add(scope.keep(tokens));
        }
        return new MergedGrid(rows.gridHeight() / merge, rows.gridWidth() / merge);
    }

    /** Positives first, then negatives, padded to the longest of all; both halves name the same references (Q5). */
    private TokenBatch tokens(List<Sample> samples, List<List<MergedGrid>> grids) {
        List<long[]> rows = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            rows.add(tokens("prompt", samples.get(i).prompt(), grids.get(i)));
        }
        for (int i = 0; i < samples.size(); i++) {
            rows.add(tokens("negative", samples.get(i).negative(), grids.get(i)));
        }
        List<List<MergedGrid>> both = new ArrayList<>(grids);
        both.addAll(grids);
        return TokenBatch.of(rows, both, template, config.connector().thinkTokens());
    }

    /** Tokens of the longer of a sample's prompt and negative, without image and think tokens. */
    int tokens(Sample sample) {
        List<MergedGrid> none =
                sample.references().stream().map(_ -> new MergedGrid(0, 0)).toList();
        return Math.max(
                tokens("prompt", sample.prompt(), none).length, tokens("negative", sample.negative(), none).length);
    }

    private long[] tokens(String field, String text, List<MergedGrid> grids) {
        long[] row = grids.isEmpty() ? template.generate(text) : template.edit(text, grids);
        PromptRules.checkTokens(
                field, row.length - grids.stream().mapToInt(MergedGrid::cells).sum());
        return row;
    }

    private Posterior posterior(Reference reference, Progress progress, Trace trace) {
        progress.check();
        try (var scope = Scope.open()) {
            Tensor batch = reference.pixels().to(networks.compute()).unsqueeze(0);
            Posterior posterior = networks.vae().encode(batch).single();
            trace.record("vae_mean" + reference.place(), posterior.mean());
            trace.record("vae_logvar" + reference.place(), posterior.logVariance());
            return new Posterior(scope.keep(posterior.mean()), scope.keep(posterior.logVariance()));
        }
    }

    /** Noise to latents (B, C, h, w). */
    Tensor denoise(Prepared prepared, Size size, SamplingOptions options, Noise noise, Progress progress, Trace trace) {
        begin(Progress.Stage.DENOISE, progress);
        List<List<Tensor>> references = new ArrayList<>();
        for (int i = 0; i < prepared.references().size(); i++) {
            references.add(referenceLatents(i, prepared.references().get(i), options, noise, trace));
        }
        int cell = config.vae().downsampling();
        Tensor start = noise.initial(
                references.size(), config.vae().latentChannels(), size.height() / cell, size.width() / cell);
        trace.record("noise", start);
        Schedule schedule = Schedule.of(
                config.scheduler(), options.steps(), networks.transformer().tokens(start));
        trace.record("sigmas", () -> Tensor.of(schedule.sigmas(), schedule.sigmas().length));
        trace.record("timesteps", () -> Tensor.of(schedule.timesteps(), schedule.timesteps().length));
        return new Denoiser(networks.transformer(), networks.compute(), step)
                .denoise(prepared.conditions(), references, start, schedule, options, progress, trace);
    }

    private List<Tensor> referenceLatents(
            int sample, List<Posterior> posteriors, SamplingOptions options, Noise noise, Trace trace) {
        Autoencoder vae = posteriors.isEmpty() ? null : networks.vae();
        List<Tensor> latents = new ArrayList<>();
        for (int j = 0; j < posteriors.size(); j++) {
            Posterior posterior = posteriors.get(j);
            Tensor z = switch (options.posterior()) {
                case MODE -> posterior.mode();
                case SAMPLE -> {
                    Tensor epsilon = noise.epsilon(sample, j, posterior.mean().shape());
                    trace.record("vae_epsilon." + sample + "." + j, epsilon);
                    yield posterior.sample(epsilon.to(posterior.mean().dtype()));
                }
            };
            latents.add(vae.toLatents(z));
            trace.record("ref_latents." + sample + "." + j, latents.getLast());
        }
        return latents;
    }

    /** Latents to pixels (B, 3, H, W), about -1..1. */
    Tensor decode(Tensor latents, Progress progress, Trace trace) {
        begin(Progress.Stage.DECODE, progress);
        try (var scope = Scope.open()) {
            Tensor pixels = networks.vae().decode(latents.to(networks.compute()));
            trace.record("pixels", pixels);
            return scope.keep(pixels);
        }
    }
}
