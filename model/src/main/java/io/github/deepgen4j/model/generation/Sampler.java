// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.generation;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.sampling.Schedule;
import io.github.deepgen4j.model.sampling.Step;
import io.github.deepgen4j.model.sampling.VelocityField;
import io.github.deepgen4j.model.sampling.VelocityField.Moment;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The sampling loop (spec/model.md section 8.1): noise to latents along the predicted velocity, and latents to pixels.
 * B images of one size are computed together; with guidance the transformer sees 2B rows, negatives first.
 */
public final class Sampler {
    private final Networks networks;
    private final IntFunction<Step> steps;

    /**
     * A sampler that always makes the same step.
     *
     * @param networks not owned; asked for each network when it is used
     */
    public Sampler(Networks networks, Step step) {
        this(networks, _ -> step);
    }

    /**
     * A sampler that makes one step here and another there.
     *
     * @param networks not owned; asked for each network when it is used
     * @param steps the step by number 0, 1, ..., asked for when it is made (and number 0 at the beginning)
     */
    public Sampler(Networks networks, IntFunction<Step> steps) {
        this.networks = networks;
        this.steps = steps;
    }

    /**
     * Noise (B, C, h, w) to latents (B, C, h, w) at noise level 0, in the innermost scope.
     *
     * @param conditions positive and negative, each of B rows, or of one that holds for all B images
     * @param references latents (C, h, w) of the references of each of the B images
     * @throws io.github.deepgen4j.model.components.CancelledException if the observer says so
     */
    public Tensor latents(
            ConditionPair conditions,
            List<List<Tensor>> references,
            Tensor noise,
            SamplerOptions options,
            Observer observer) {
        return latents(conditions, references, noise, options, Optional.empty(), observer);
    }

    /**
     * As the method above, from the middle on.
     *
     * @param from the state after some steps of the same image; its first state without
     * @throws IllegalArgumentException if that is of another image's size, or beyond the last step
     */
    public Tensor latents(
            ConditionPair conditions,
            List<List<Tensor>> references,
            Tensor noise,
            SamplerOptions options,
            Optional<LatentCheckpoint> from,
            Observer observer) {
        Schedule schedule = options.schedule(
                networks.config().scheduler(), networks.transformer().tokens(noise));
        observer.record("noise", noise);
        observer.record("sigmas", () -> Tensor.of(schedule.sigmas(), schedule.sigmas().length));
        observer.record("timesteps", () -> Tensor.of(schedule.timesteps(), schedule.timesteps().length));
        try (var memories = new FieldMemories(options.shortcuts(), observer)) {
            VelocityField field = new VelocityFields(networks.transformer(), networks.compute())
                    .of(conditions, references, options, observer, memories);
            return latents(field, schedule, noise, from, observer);
        }
    }

    private Tensor latents(
            VelocityField field, Schedule schedule, Tensor noise, Optional<LatentCheckpoint> from, Observer observer) {
        Tensor latents = from.map(state -> state.latents(schedule.steps(), noise.shape()))
                .orElseGet(() -> steps.apply(0).begin(noise));
        int first = from.map(LatentCheckpoint::step).orElse(0);
        for (int i = first; i < schedule.steps(); i++) {
            observer.check();
            Tensor previous = latents;
            try (var scope = Scope.open()) {
                Moment moment = new Moment(i, schedule.steps(), schedule.timesteps()[i]);
                Tensor velocity = field.velocity(latents.to(networks.compute()), moment);
                latents = scope.keep(steps.apply(i).next(latents, velocity, schedule.interval(i)));
                observer.record("latents." + (i + 1), latents);
                observer.step(new DenoisingStep(
                        i + 1, schedule.steps(), previous, latents, velocity, schedule.interval(i), this::pixels));
            }
            if (i > first) {
                previous.close();
            }
        }
        return latents;
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
