// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.connector.Conditions;
import io.github.deepgen4j.model.dit.DiffusionTransformer;
import io.github.deepgen4j.model.dit.ReferenceTokens;
import io.github.deepgen4j.model.sampling.EulerStep;
import io.github.deepgen4j.model.sampling.Guidance;
import io.github.deepgen4j.model.sampling.Schedule;
import io.github.deepgen4j.model.sampling.SkipLayerGuidance;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.List;
import java.util.Set;

/**
 * The generation loop (spec/model.md section 8.1): from noise to latents along the predicted velocity. B images of one
 * size are drawn together; with guidance the transformer sees 2B rows, negatives first.
 */
public final class Denoiser {
    private final DiffusionTransformer dit;
    private final DType compute;
    private final EulerStep step;

    /** @param compute type of the transformer's activations */
    public Denoiser(DiffusionTransformer dit, DType compute, EulerStep step) {
        this.dit = dit;
        this.compute = compute;
        this.step = step;
    }

    /**
     * @param conditions positive and negative, each of B rows
     * @param references latents (C, h, w) of each of the B images
     * @param noise (B, C, h, w)
     * @return latents (B, C, h, w) at noise level 0
     * @throws CancelledException if {@code progress} says so
     */
    public Tensor denoise(
            ConditionPair conditions,
            List<List<Tensor>> references,
            Tensor noise,
            Schedule schedule,
            SamplingOptions options,
            Progress progress,
            Trace trace) {
        Passes passes = new Passes(conditions, references, options.guidance().orElse(Guidance.DEFAULT));
        Tensor latents = step == EulerStep.BF16 ? noise.to(DType.BF16) : noise.to(DType.F32);
        for (int i = 0; i < schedule.steps(); i++) {
            progress.check();
            Tensor previous = latents;
            try (var scope = Scope.open()) {
                Tensor velocity = passes.velocity(latents.to(compute), schedule, i, options, progress, trace);
                latents = scope.keep(step.apply(latents, velocity, schedule.delta(i)));
                trace.record("latents." + (i + 1), latents);
                progress.step(i + 1, schedule.steps(), latents);
            }
            if (i > 0) {
                previous.close();
            }
        }
        return latents;
    }

    /** The transformer's passes over one set of conditions and references, both embedded once. */
    private final class Passes {
        private final Guidance guidance;
        private final Conditions positive;
        private final Conditions rows; // negatives first when guided
        private final ReferenceTokens references;
        private final ReferenceTokens referencesOfRows;

        Passes(ConditionPair conditions, List<List<Tensor>> references, Guidance guidance) {
            this.guidance = guidance;
            boolean guided = guidance.active();
            this.positive = dit.embed(conditions.positive().to(compute));
            this.rows = guided ? dit.embed(conditions.negative().to(compute)).followedBy(positive) : positive;
            this.references = dit.embedReferences(
                    references.stream().map(Denoiser.this::inComputeType).toList());
            this.referencesOfRows = guided ? this.references.twice() : this.references;
        }

        Tensor velocity(
                Tensor latents, Schedule schedule, int i, SamplingOptions options, Progress progress, Trace trace) {
            Tensor time = Tensor.full(
                    schedule.timesteps()[i], DType.F32, rows.pooled().size(0));
            if (!guidance.active()) {
                Tensor velocity = dit.forward(latents, referencesOfRows, rows, time, Set.of());
                trace.record("v." + i, velocity);
                return velocity;
            }
            Tensor[] halves = dit.forward(Tensor.cat(0, latents, latents), referencesOfRows, rows, time, Set.of())
                    .chunk(2, 0);
            trace.record("v_neg." + i, halves[0]);
            trace.record("v_pos." + i, halves[1]);
            Tensor velocity = guidance.combine(halves[0], halves[1]);
            SkipLayerGuidance skip = options.skipLayers();
            if (!skip.active(i, schedule.steps())) {
                return velocity;
            }
            progress.check();
            Tensor half = time.narrow(0, 0, latents.size(0));
            Tensor skipped = dit.forward(
                    latents, references, positive, half, skip.layers()); // with references, unlike the reference (Q19)
            return velocity.add(halves[1].sub(skipped).mul(skip.scale()));
        }
    }

    private List<Tensor> inComputeType(List<Tensor> latents) {
        return latents.stream().map(latent -> latent.to(compute)).toList();
    }
}
