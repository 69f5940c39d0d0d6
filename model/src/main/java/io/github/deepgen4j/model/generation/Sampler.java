// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.generation;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.dit.DiffusionTransformer;
import io.github.deepgen4j.model.dit.EmbeddedConditions;
import io.github.deepgen4j.model.dit.ReferenceTokens;
import io.github.deepgen4j.model.sampling.Guided;
import io.github.deepgen4j.model.sampling.Schedule;
import io.github.deepgen4j.model.sampling.SkipLayerGuided;
import io.github.deepgen4j.model.sampling.Step;
import io.github.deepgen4j.model.sampling.VelocityField;
import io.github.deepgen4j.model.sampling.VelocityField.Moment;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.List;
import java.util.Set;

/**
 * The sampling loop (spec/model.md section 8.1): noise to latents along the predicted velocity, and latents to pixels.
 * B images of one size are computed together; with guidance the transformer sees 2B rows, negatives first.
 */
public final class Sampler {
    private final Networks networks;
    private final Step step;

    /** @param networks not owned; asked for each network when it is used */
    public Sampler(Networks networks, Step step) {
        this.networks = networks;
        this.step = step;
    }

    /**
     * Noise (B, C, h, w) to latents (B, C, h, w) at noise level 0, in the innermost scope.
     *
     * @param conditions positive and negative, each of B rows
     * @param references latents (C, h, w) of the references of each of the B images
     * @throws io.github.deepgen4j.model.components.CancelledException if the observer says so
     */
    public Tensor latents(
            ConditionPair conditions,
            List<List<Tensor>> references,
            Tensor noise,
            SamplerOptions options,
            Observer observer) {
        Schedule schedule = Schedule.of(
                networks.config().scheduler(),
                options.steps(),
                networks.transformer().tokens(noise));
        observer.record("noise", noise);
        observer.record("sigmas", () -> Tensor.of(schedule.sigmas(), schedule.sigmas().length));
        observer.record("timesteps", () -> Tensor.of(schedule.timesteps(), schedule.timesteps().length));
        VelocityField field = field(conditions, references, options, observer);
        Tensor latents = step.begin(noise);
        for (int i = 0; i < schedule.steps(); i++) {
            observer.check();
            Tensor previous = latents;
            try (var scope = Scope.open()) {
                Moment moment = new Moment(i, schedule.steps(), schedule.timesteps()[i]);
                Tensor velocity = field.velocity(latents.to(networks.compute()), moment);
                latents = scope.keep(step.next(latents, velocity, schedule.sigmas()[i], schedule.sigmas()[i + 1]));
                observer.record("latents." + (i + 1), latents);
                observer.step(new DenoisingStep(
                        i + 1, schedule.steps(), latents, velocity, schedule.sigmas()[i + 1], this::pixels));
            }
            if (i > 0) {
                previous.close();
            }
        }
        return latents;
    }

    /** The velocity field that these options mix, conditions and references embedded once. */
    private VelocityField field(
            ConditionPair conditions, List<List<Tensor>> references, SamplerOptions options, Observer observer) {
        DiffusionTransformer transformer = networks.transformer();
        EmbeddedConditions positive = transformer.embed(conditions.positive().to(networks.compute()));
        ReferenceTokens tokens = transformer.embedReferences(
                references.stream().map(this::inComputeType).toList());
        VelocityField plain = new TransformerVelocity(transformer, positive, tokens, Set.of());
        if (!options.guidance().active()) {
            return observed(plain, observer);
        }
        EmbeddedConditions both =
                transformer.embed(conditions.negative().to(networks.compute())).followedBy(positive);
        Guided guided = new Guided(
                observedHalves(new TransformerVelocity(transformer, both, tokens.twice(), Set.of()), observer),
                options.guidance());
        if (options.skipLayers().layers().isEmpty()) {
            return guided;
        }
        // With references, unlike the reference implementation (Q19)
        VelocityField skipped = new TransformerVelocity(
                transformer, positive, tokens, options.skipLayers().layers());
        return new SkipLayerGuided(guided, checked(skipped, observer), options.skipLayers());
    }

    private List<Tensor> inComputeType(List<Tensor> latents) {
        return latents.stream().map(latent -> latent.to(networks.compute())).toList();
    }

    private static VelocityField observed(VelocityField field, Observer observer) {
        return (latents, at) -> {
            Tensor velocity = field.velocity(latents, at);
            observer.record("v." + at.step(), velocity);
            return velocity;
        };
    }

    private static VelocityField observedHalves(VelocityField field, Observer observer) {
        return (latents, at) -> {
            Tensor velocity = field.velocity(latents, at);
            observer.record("v_neg." + at.step(), () -> velocity.chunk(2, 0)[0]);
            observer.record("v_pos." + at.step(), () -> velocity.chunk(2, 0)[1]);
            return velocity;
        };
    }

    /** A pass that may be cancelled before it begins. */
    private static VelocityField checked(VelocityField field, Observer observer) {
        return (latents, at) -> {
            observer.check();
            return field.velocity(latents, at);
        };
    }

    /** Latents (B, C, h, w) to pixels (B, 3, H, W), about -1..1, in the innermost scope. */
    public Tensor pixels(Tensor latents, Observer observer) {
        Tensor pixels = pixels(latents);
        observer.record("pixels", pixels);
        return pixels;
    }

    private Tensor pixels(Tensor latents) {
        try (var scope = Scope.open()) {
            return scope.keep(networks.vae().decode(latents.to(networks.compute())));
        }
    }
}
