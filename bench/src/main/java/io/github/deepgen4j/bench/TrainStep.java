// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.bench;

import static io.github.deepgen4j.tensor.Functional.mseLoss;

import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.model.dit.DiffusionTransformer;
import io.github.deepgen4j.model.dit.DitConfig;
import io.github.deepgen4j.model.dit.ReferenceTokens;
import io.github.deepgen4j.model.weights.RandomWeights;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.ActivationCheckpointing;
import io.github.deepgen4j.tensor.AdamW;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One training step of the transformer: forward, backward, clipping and AdamW. What is trained is float32 and the
 * arithmetic of the given type, as in a run.
 *
 * @param batch samples
 */
record TrainStep(Workload work, int batch, DType type, boolean recompute) {
    static final String NAME = "train-step";

    /** Measures the whole step and its three parts in the fastest run. */
    List<Result> measure(double peak, Repeats repeats) {
        try (var _ = Scope.open();
                var _ = Autograd.enabled();
                var rng = Rng.seeded(1);
                var weights = new RandomWeights(1, DType.F32)) {
            Map<String, Tensor> trained = new LinkedHashMap<>();
            Weights recorded = (name, shape) -> {
                Tensor tensor = weights.get(name, shape);
                if (!name.equals("pos_embed.pos_embed")) { // a table, never trained
                    trained.put(name, tensor);
                }
                return tensor;
            };
            DitConfig config = work.config().transformer();
            DiffusionTransformer dit = work.architecture().transformer(recorded);
            Tensor latents = latents(rng);
            Tensor target = latents(rng);
            Conditions conditions = new Conditions(
                            rng.normal(batch, work.positions(), config.sequenceWidth()),
                            rng.normal(batch, config.pooledWidth()))
                    .to(type);
            try (AdamW optimizer = new AdamW(trained, new AdamW.Options(0.9, 0.95, 1e-8, 0.05))) {
                return results(repeats.fastest(() -> once(dit, optimizer, latents, target, conditions)), config, peak);
            }
        }
    }

    private Tensor latents(Rng rng) {
        return rng.normal(batch, work.config().vae().latentChannels(), work.latentHeight(), work.latentWidth());
    }

    /** Seconds of the step, and of forward, backward and update. */
    private double[] once(
            DiffusionTransformer dit, AdamW optimizer, Tensor latents, Tensor target, Conditions conditions) {
        long start = DeviceClock.nanos();
        long forward;
        long backward;
        optimizer.zeroGrad();
        try (var _ = Scope.open();
                var _ = recompute ? ActivationCheckpointing.open() : null) {
            List<Tensor> images = work.edit() ? List.of(latents.select(0, 0).to(type)) : List.of();
            ReferenceTokens references = dit.embedReferences(Collections.nCopies(batch, images));
            Tensor velocity = dit.forward(
                    latents.to(type), references, dit.embed(conditions), Tensor.full(500, DType.F32, batch), Set.of());
            Tensor loss = mseLoss(velocity.to(DType.F32), target);
            forward = DeviceClock.nanos();
            loss.backward();
            backward = DeviceClock.nanos();
        }
        optimizer.clipGradNorm(1);
        optimizer.step(1e-4);
        long end = DeviceClock.nanos();
        return new double[] {
            (end - start) / 1e9, (forward - start) / 1e9, (backward - forward) / 1e9, (end - backward) / 1e9
        };
    }

    private List<Result> results(double[] seconds, DitConfig config, double peak) {
        double forward = Cost.transformer(config, batch, work.imageTokens(), work.positions());
        double passes = recompute ? 4 : 3; // backward is two passes
        List<Result> results = new ArrayList<>();
        results.add(Result.of(NAME, seconds[0], passes * forward, peak));
        results.add(Result.of("train-forward", seconds[1], forward, peak));
        results.add(Result.of("train-backward", seconds[2], (passes - 1) * forward, peak));
        results.add(new Result("train-update", seconds[3], Double.NaN, Double.NaN));
        return results;
    }
}
